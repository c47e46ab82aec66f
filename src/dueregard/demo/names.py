"""Names for invented people: given names and family names, put together by chance. Nobody real is meant."""

import unicodedata

import numpy as np

_GIVEN = """
Aaliyah Abena Adebayo Adele Aisling Alasdair Aleksander Amara Amelia Amina Andrzej Aneurin Angharad
Anjali Anwen Arjun Asha Ashok Ayesha Bethan Bilal Bronwen Bryony Caitlin Ceri Chidi Chloe Ciaran Clare
Cordelia Dafydd Daisy Dalisay Deepa Delroy Denise Derya Dominika Duncan Ebony Edwin Eilidh Elif Eluned
Emeka Esme Esther Ewan Fadumo Faith Farah Fatima Femi Fergus Fiona Folake Francesca Freya Gareth Gaynor
Georgia Ghulam Glenys Grace Gurpreet Hafsa Harjit Harriet Hassan Hazel Heather Hema Hui Hywel Ibrahim
Imogen Imran Ines Iqra Isla Ismail Ivy Jacinta Jamila Jasvinder Jerome Jessamy Joanna Josephine Joyce
Kamal Karolina Kavita Keziah Khadija Kiran Kofi Kwame Lakshmi Leila Lerato Lowri Lucjan Lydia Maeve
Magdalena Mahmood Maisie Malgorzata Manjit Marcia Mariam Martha Matilda Mehmet Mei Mercy Merryn Miriam
Morag Morwenna Nadia Naomi Nasreen Nerys Ngozi Niamh Nigel Nikhil Nomvula Oisin Oluwaseun Olwen Omar
Onyeka Oriana Padraig Parveen Patience Pauline Petra Philippa Precious Priya Rafiq Rajesh Rhiannon Rhodri
Rosie Ruth Sadia Salma Samir Sandeep Shanice Sian Sinead Sunita Tariq Tegan Temitope Teresa Thandiwe
Tirion Trevor Uche Uzma Verity Vikram Wanjiru Wendy Winston Yetunde Yewande Yusuf Zainab Zara Zoltan
"""
GIVEN = tuple(_GIVEN.split())

_FAMILY = """
Abara Abbotsleigh Abernant Adeyinka Akinwale Aldersey Anand Ansahene Appleyard Ardmore Ashdown Attree
Babatola Bagshaw Bakare Balogunde Bamford Banerji Barraclough Basra Bellweather Beniston Bhandari
Birtwhistle Blackmoor Boakyewa Bramhall Brindley Brockhurst Calloway Carnforth Castellan Chaudhri Chidlow
Chukwuma Clegg Coppersmith Cragside Cwmbach Dalgleish Danso Darlaston Dhaliwal Diallo Dosanjh Drinkwater
Dziedzic Earnshaw Eastlake Edgeworth Efstathiou Ellerker Endacott Entwistle Eze Fairclough Farouqi
Featherstone Fenwick Figueira Fothergill Fullwood Gaunt Gebremariam Gillespie Goldsworthy Gomersall
Greenhalgh Grewal Gunawardene Gwatkin Haddad Hainsworth Halloran Hargreave Hathersage Hebblewhite
Hollingdale Horrocks Hussaini Ibekwe Iddenden Ilesanmi Inchbald Iqbaluddin Ironside Jagpal Janowski
Jellicoe Jevons Jinadu Kalsi Karwowski Kellaway Kettlewell Khokhar Kilbride Kinsella Kowalczuk Lachlan
Laleye Langthorne Lathbury Lightbown Llanwern Loxley Macalister Mahmud Malhi Marchbanks Meadowcroft
Menzel Mirza Molyneux Mottershead Mukherji Murgatroyd Nairne Nandra Ndiaye Nettleship Nightingale Nkemelu
Norbury Nwosu Oakeshott Obiora Odunsi Ogilvy Olatunde Olivarez Osgathorpe Ostrowski Oyelaran Padgett
Palethorpe Parmar Penhallow Petrakis Pickersgill Pillai Polkinghorne Popescu Prendergast Qadri Quayle
Quennell Rahimi Ramsbottom Rathbone Ravenscroft Rehmani Rhydderch Rookwood Rosenfeld Rowbotham Sandhu
Sarpong Satterthwaite Scholefield Seagrave Shackleton Shahid Shufflebotham Sidhu Skelhorn Sowande
Standish Stanisz Sturridge Swinburne Szabo Tadesse Tattersall Tetteh Thackray Threlfall Tiwari Toulson
Trelawney Tunnicliffe Uddin Ugwu Underhay Unsworth Uppal Vaidya Venables Vosper Wadsworth Warsame Waweru
Whittingstall Winstanley Wojnar Wolstenholme Wrigglesworth Yardley Yeadon Yilmazer Zaman Zubairu
"""
FAMILY = tuple(_FAMILY.split())


def people(rng: np.random.Generator, count: int, *, besides: frozenset[str] = frozenset()) -> list[str]:
    """Return `count` different names, none of them one of `besides`."""
    order = rng.choice(len(GIVEN) * len(FAMILY), size=count + len(besides), replace=False)
    drawn = (f"{GIVEN[i // len(FAMILY)]} {FAMILY[i % len(FAMILY)]}" for i in order.tolist())
    return [name for name in drawn if name not in besides][:count]


def email(name: str) -> str:
    """Return the e-mail address of a member of staff, without marks or spaces."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return f"{plain.replace(' ', '.')}@rowan.example"

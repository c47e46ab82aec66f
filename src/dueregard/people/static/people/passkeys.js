// Shows what only a script can do, and says so when the browser used no passkey. The ceremony itself is allauth's.
(function () {
  for (const form of document.querySelectorAll('[data-passkey]')) form.hidden = false
  for (const words of document.querySelectorAll('[data-without-script]')) words.hidden = true

  function problems () { return document.querySelectorAll('[data-passkey-problem]') }

  document.addEventListener('click', function () {
    for (const words of problems()) words.hidden = true
  })
  document.addEventListener('allauth.error', function (event) {
    event.preventDefault()
    for (const words of problems()) words.hidden = false
  })
})()

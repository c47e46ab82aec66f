// Starts the components that have behaviour, and keeps work under way up to date. Every page works without it.

const POLL_EVERY_MS = 1500

document.body.classList.add('js-enabled', 'govuk-frontend-supported')

// The module's stored name holds a hash, so its address stands in the page and not here.
const ourTag = document.querySelector('script[data-govuk]')
if (ourTag) {
  const { initAll } = await import(ourTag.dataset.govuk)
  initAll()
}

for (const shown of document.querySelectorAll('[data-progress-href]')) {
  if (!isFinished(shown)) follow(shown)
}

// Ask for a piece of the page again and again until it says that the work is done; then load the page, once.
function follow(shown) {
  window.setTimeout(async () => {
    const fresh = await fragment(shown.dataset.progressHref)
    if (fresh === null) return
    const next = replaced(shown, fresh)
    if (isFinished(next)) window.location.reload()
    else follow(next)
  }, POLL_EVERY_MS)
}

// Null when there is nothing more to follow: signed out since, or gone. The text stays as it was when the
// network is away for a moment.
async function fragment(address) {
  try {
    const answer = await fetch(address, { headers: { 'X-Requested-With': 'fetch' } })
    if (answer.redirected || (answer.status >= 400 && answer.status < 500)) return null
    return answer.ok ? await answer.text() : ''
  } catch {
    return ''
  }
}

function replaced(shown, html) {
  if (!html.trim()) return shown
  const held = document.createElement('template')
  held.innerHTML = html
  const first = held.content.firstElementChild
  if (first?.matches('[data-progress-href]')) {
    shown.replaceWith(first)
    return first
  }
  shown.replaceChildren(held.content)
  return shown
}

function isFinished(shown) {
  return shown.matches('[data-finished]') || shown.querySelector('[data-finished]') !== null
}

// Small comforts; every page works without them. Content-Security-Policy allows scripts from this origin only.
import {
  Button,
  Checkboxes,
  ErrorSummary,
  FileUpload,
  NotificationBanner,
  Radios,
  ServiceNavigation,
  SkipLink,
  createAll
} from '../vendor/govuk-frontend.min.js'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')

for (const component of [
  Button,
  Checkboxes,
  ErrorSummary,
  FileUpload,
  NotificationBanner,
  Radios,
  ServiceNavigation,
  SkipLink
]) {
  createAll(component)
}

// Where something is on its way the page says how far: asked every two seconds until it is done. Without this script the page has a link.
// It ends after a quarter of an hour, for asking keeps the session of somebody who has gone.
async function follow(element) {
  for (let asked = 0, failures = 0; asked < 450 && failures < 5; asked++) {
    await new Promise((resolve) => setTimeout(resolve, 2000))
    if (document.hidden) continue
    try {
      const answer = await fetch(element.dataset.progress, { headers: { Accept: 'application/json' } })
      if (!answer.ok) throw new Error(answer.status)
      const progress = await answer.json()
      // A screen reader reads every change aloud: none is made when the words are the same.
      if (element.textContent !== progress.words) element.textContent = progress.words
      if (progress.phase === 'done') return
      failures = 0
    } catch {
      failures++
    }
  }
}

for (const element of document.querySelectorAll('[data-progress]')) {
  follow(element)
}

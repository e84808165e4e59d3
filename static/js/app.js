// Every page works without this; each module only improves what is already there.
import { initAll } from 'nhsuk-frontend'
import { watchTimeout } from 'app/timeout'
import { warnUnsaved } from 'app/unsaved'
import { keepDrafts } from 'app/drafts'
import { closeFiltersOnPhones } from 'app/filters'
import { refreshStatus } from 'app/refresh'

initAll()
watchTimeout(document.getElementById('timeout'))
warnUnsaved(document.querySelectorAll('form[data-unsaved]'))
keepDrafts(document.querySelectorAll('form[data-draft]'))
closeFiltersOnPhones(document.querySelectorAll('details[data-filters]'))
refreshStatus(document.querySelectorAll('[data-refresh]'))

import { composer } from './en/composer'
import { consult } from './en/consult'
import { conversation } from './en/conversation'
import { customer } from './en/customer'
import { frame } from './en/frame'
import { inbox } from './en/inbox'
import { me } from './en/me'
import { notices } from './en/notices'
import { places } from './en/places'
import { sample } from './en/sample'
import { session } from './en/session'
import { state } from './en/state'
import { waits } from './en/waits'
import { why } from './en/why'
import { say } from './say'

/** What the frame, the lists and conversations say: known from the start. */
export const first = say({
	...frame,
	...places,
	...state,
	...session,
	...inbox,
	...conversation,
	...composer,
	...customer,
	...why,
	...waits,
	...me,
	...sample,
	...notices,
	...consult,
})

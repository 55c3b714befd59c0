import { capture } from './en/capture'
import { composer } from './en/composer'
import { consult } from './en/consult'
import { conversation } from './en/conversation'
import { customer } from './en/customer'
import { frame } from './en/frame'
import { inbox } from './en/inbox'
import { me } from './en/me'
import { networks } from './en/networks'
import { notices } from './en/notices'
import { oncall } from './en/oncall'
import { outside } from './en/outside'
import { people } from './en/people'
import { policy } from './en/policy'
import { policyTabs } from './en/policy-tabs'
import { sample } from './en/sample'
import { session } from './en/session'
import { setup } from './en/setup'
import { state } from './en/state'
import { team } from './en/team'
import { waits } from './en/waits'
import { why } from './en/why'

/** The English catalogue. Areas write their own file; keys begin with the area. */
export const en = {
	...frame,
	...state,
	...session,
	...inbox,
	...conversation,
	...people,
	...composer,
	...customer,
	...why,
	...waits,
	...me,
	...setup,
	...networks,
	...capture,
	...sample,
	...notices,
	...oncall,
	...consult,
	...outside,
	...policy,
	...policyTabs,
	...team,
} as const

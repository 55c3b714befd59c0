import { capture } from './en/capture'
import { classifier } from './en/classifier'
import { learning } from './en/learning'
import { networks } from './en/networks'
import { oncall } from './en/oncall'
import { outside } from './en/outside'
import { people } from './en/people'
import { policy } from './en/policy'
import { policyTabs } from './en/policy-tabs'
import { setup } from './en/setup'
import { team } from './en/team'
import { triage } from './en/triage'
import { first } from './first'

/** The whole English catalogue, for the types and the tests. Areas write their own file; keys begin with the area. */
export const en = {
	...first,
	...people,
	...setup,
	...networks,
	...capture,
	...classifier,
	...oncall,
	...learning,
	...outside,
	...policy,
	...policyTabs,
	...team,
	...triage,
} as const

import { ByHand } from '../capture/by-hand'
import { Alarms } from '../notices/acknowledge'
import { useTalk } from './talk'

/** Due shows what this conversation cannot wait for: an alarm nobody has in hand, an answer a person has to post. */
export function Due() {
	const { detail, id } = useTalk()
	if (detail.alarms.length === 0 && detail.by_hand.length === 0) return null
	return (
		<div className="mx-3 mt-2 flex flex-none flex-col gap-2 rail:mx-5">
			<Alarms conversation={id} alarms={detail.alarms} />
			{detail.by_hand.map((one) => (
				<ByHand key={one.delivery.id} delivery={one} />
			))}
		</div>
	)
}

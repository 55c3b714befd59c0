import { useParams } from '@tanstack/react-router'
import { Conversation } from '../conversation/conversation'

/** Sheet shows the conversation of the address. Each begins anew: nothing of one is left in the next. */
export function Sheet() {
	const { id } = useParams({ from: '/framed/inbox/c/$id' })
	return <Conversation key={id} id={id} />
}

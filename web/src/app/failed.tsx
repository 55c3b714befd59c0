import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { Wordmark } from '../ui/mark'
import { Trouble } from '../ui/trouble'

/** Failed is the page that could not be shown, with the way to try again. */
export function Failed({ error, reset }: ErrorComponentProps) {
	const router = useRouter()
	const again = () => {
		reset()
		void router.invalidate()
	}
	return (
		<main id="main" className="mx-auto flex max-w-[480px] flex-col gap-4 px-4 pt-[12vh]">
			<Wordmark />
			<Trouble error={error} again={again} />
		</main>
	)
}

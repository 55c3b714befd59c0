import { Link } from '@tanstack/react-router'
import { Empty } from '../ui/trouble'
import { t } from '../words/catalogue'

export function NotFound() {
	return (
		<main className="pt-[12vh]">
			<Empty title={t('frame.notFound')}>
				<Link to="/" className="text-cord underline">
					{t('frame.notFoundHint')}
				</Link>
			</Empty>
		</main>
	)
}

import { Link } from '@tanstack/react-router'
import { Empty } from '../ui/trouble'
import { t } from '../words/catalogue'
import { Heading } from './heading'
import { useTitle } from './title'

/** NotFound is the page of an address that is none. */
export function NotFound() {
	useTitle(t('frame.notFound'))
	return (
		<main className="pt-[12vh]">
			<Empty title={<Heading>{t('frame.notFound')}</Heading>}>
				<Link to="/" className="text-cord underline">
					{t('frame.notFoundHint')}
				</Link>
			</Empty>
		</main>
	)
}

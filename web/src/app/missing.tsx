import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Empty } from '../ui/trouble'
import { t } from '../words/catalogue'
import { Heading } from './heading'
import { Sheet } from './page'
import { useTitle } from './title'

/** Missing says within the frame what is not there, why that may be, and leads to one's work. */
export function Missing({ title, children }: { title: string; children?: ReactNode }) {
	useTitle(title)
	return (
		<div className="pt-[12vh]">
			<Empty title={<Heading>{title}</Heading>}>
				{children}
				<p className="pt-1.5">
					<Link to="/" className="inline-block py-1 font-semibold text-cord underline">
						{t('frame.toMyWork')}
					</Link>
				</p>
			</Empty>
		</div>
	)
}

/** MissingPage is the page of an address that is none. */
export function MissingPage() {
	return (
		<Sheet>
			<Missing title={t('frame.notFound')}>{t('frame.notFoundHint')}</Missing>
		</Sheet>
	)
}

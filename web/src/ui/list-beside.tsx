import { Link, Outlet, useLocation } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon'

/** A row of such a list: a link that lights up while what it leads to stands beside it. */
export const rowLook =
	'flex min-h-[52px] items-center gap-2.5 rounded-s-card px-3 py-2 hover:bg-hover ' +
	'aria-[current=page]:bg-surface aria-[current=page]:shadow-rest'

interface RowProps {
	icon: IconName
	iconLook?: string
	name: string
	more?: ReactNode
}

/** RowText is what such a row says: an icon, a name, and a line below it. */
export function RowText({ icon, iconLook = 'text-ink-3', name, more }: RowProps) {
	return (
		<>
			<Icon name={icon} className={iconLook} />
			<span className="min-w-0 flex-1">
				<b className="block truncate">{name}</b>
				{more && <span className="block truncate text-12 text-ink-3">{more}</span>}
			</span>
		</>
	)
}

interface Props {
	title: string
	/** Where the list stands alone. */
	home: string
	/** The way back to it, on a phone. */
	back: string
	list: ReactNode
}

/** ListBeside is a list beside one of what it lists; on a phone one after the other. */
export function ListBeside({ title, home, back, list }: Props) {
	const alone = useLocation({ select: (l) => l.pathname.replace(/\/$/, '') === home })
	return (
		<main
			id="main"
			tabIndex={-1}
			data-pane=""
			className="grid min-h-0 flex-1 outline-none grid-cols-1 rail:grid-cols-[300px_minmax(0,1fr)] desk:grid-cols-[340px_minmax(0,1fr)]"
		>
			<section
				aria-label={title}
				className={`relative min-h-0 overflow-y-auto max-rail:px-2 ${alone ? '' : 'max-rail:hidden'}`}
			>
				{list}
			</section>
			<div
				className={`relative min-h-0 min-w-0 overflow-y-auto bg-surface shadow-rest rail:my-2 rail:me-2 rail:rounded-sheet ${alone ? 'max-rail:hidden' : ''}`}
			>
				<p className="rail:hidden">
					<Link to={home} className="inline-flex h-11 items-center gap-1 px-4 text-ink-2">
						<Icon name="left" />
						{back}
					</Link>
				</p>
				<Outlet />
			</div>
		</main>
	)
}

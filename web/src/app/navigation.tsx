import { Link } from '@tanstack/react-router'
import clsx from 'clsx'
import type { ReactNode } from 'react'
import { Bell } from '../notices/bell'
import { lettersOf } from '../ui/avatar'
import { Icon, type IconName } from '../ui/icon'
import { KeyHint } from '../ui/key-hint'
import { Mark } from '../ui/mark'
import { Tip } from '../ui/tip'
import { t } from '../words/catalogue'
import { openPalette } from './dialogs'
import { Foot } from './foot'
import { type CompanyPlace, type Place, useCompany, usePlaces } from './places'
import { useShownView } from './shown-view'

export const item =
	'relative flex h-7 flex-none items-center gap-[9px] rounded-control px-2 font-medium text-ink-2 hover:bg-hover ' +
	'max-desk:h-8 max-desk:w-10 max-desk:justify-center max-desk:px-0'
const here = 'bg-surface font-semibold text-ink shadow-rest hover:bg-surface'

/** Navigation is the column of places: words at a desk, icons on a narrow screen, absent on a phone. */
export function Navigation() {
	const { own, teams } = usePlaces()
	const company = useCompany()
	return (
		<nav
			id="navigation"
			aria-label={t('frame.main')}
			data-pane=""
			tabIndex={-1}
			className="relative z-30 flex min-h-0 flex-col px-2 pt-3.5 pb-2.5 ps-2.5 outline-none max-desk:items-center max-rail:hidden"
		>
			<Link
				to="/"
				aria-label="Switchboard"
				className="flex flex-none items-center gap-[9px] px-1.5 pb-3 text-15 font-[650] tracking-[-0.01em] max-desk:px-0"
			>
				<Mark />
				<span className="max-desk:hidden">Switchboard</span>
			</Link>
			<Find />
			<div className="flex min-h-0 flex-1 flex-col overflow-y-auto [scrollbar-width:none] max-desk:w-10 -m-0.5 p-0.5">
				<Places places={own} />
				<Group word={t(teams.some((p) => p.view.startsWith('team-')) ? 'frame.teams' : 'frame.talks')} />
				<Places places={teams} />
				<Bell className={item} here={here} />
				{company.length > 0 && <Group word={t('frame.company')} />}
				{company.map((p) => (
					<CompanyLink key={p.word} place={p} />
				))}
			</div>
			<Foot />
		</nav>
	)
}

/** Find looks like a field and opens the palette. */
function Find() {
	return (
		<Tip text={t('frame.search')}>
			<button
				type="button"
				onClick={openPalette}
				className="mb-2.5 flex h-8 flex-none items-center gap-2 rounded-control bg-surface ps-[9px] pe-1.5 text-12 text-ink-3 shadow-[inset_0_0_0_1px_var(--line)] hover:bg-hover max-desk:w-10 max-desk:justify-center max-desk:px-0"
			>
				<Icon name="search" size={14} />
				<span className="flex-1 truncate text-start max-desk:sr-only">{t('frame.search')}</span>
				<KeyHint hotkey="$mod+k" className="max-desk:hidden" />
			</button>
		</Tip>
	)
}

function Group({ word }: { word: string }) {
	return (
		<p className="px-2 pt-3 pb-1 text-11 font-semibold text-ink-3 max-desk:mx-auto max-desk:my-2 max-desk:h-0 max-desk:w-7 max-desk:overflow-hidden max-desk:border-t max-desk:border-line max-desk:p-0">
			{word}
		</p>
	)
}

function Places({ places }: { places: Place[] }) {
	return places.map((p) => <ViewLink key={p.view} place={p} />)
}

function ViewLink({ place }: { place: Place }) {
	const { word, count } = place
	const lit = useShownView() === place.view
	return (
		<Tip text={count ? `${word}, ${count}` : word}>
			<Link
				to="/v/$view"
				params={{ view: place.view }}
				className={clsx(item, lit && here)}
				aria-current={lit ? 'page' : undefined}
			>
				<Inside icon={place.icon} word={word} short={place.icon === 'tray'} />
				{place.lamp && <Lamp />}
				{count !== undefined && count > 0 && (
					<span
						className={clsx(
							'text-12 max-desk:sr-only',
							place.lamp ? 'font-semibold text-ink' : 'ms-auto text-ink-3',
						)}
					>
						{count}
					</span>
				)}
			</Link>
		</Tip>
	)
}

/** Lamp says that something here is due. A number stands beside it. */
export function Lamp({ className = '' }: { className?: string }) {
	return (
		<span
			aria-hidden="true"
			className={clsx(
				'ms-auto -me-[3px] size-1.5 rounded-full bg-lamp shadow-[0_0_0_3px_color-mix(in_srgb,var(--lamp)_22%,transparent)]',
				'max-desk:absolute max-desk:end-1.5 max-desk:top-[5px] max-desk:shadow-none',
				className,
			)}
		/>
	)
}

function CompanyLink({ place }: { place: CompanyPlace }) {
	const inside = <Inside icon={place.icon} word={place.word} />
	return (
		<Tip text={place.word}>
			{place.href ? (
				<Beside href={place.href}>{inside}</Beside>
			) : (
				<Inner to={place.to ?? '/'}>{inside}</Inner>
			)}
		</Tip>
	)
}

function Beside({ href, children, ...rest }: { href: string; children: ReactNode }) {
	return (
		<a {...rest} href={href} target="_blank" rel="noreferrer" className={item}>
			{children}
			<span className="sr-only">, {t('frame.newWindow')}</span>
		</a>
	)
}

function Inner({ to, children, ...rest }: { to: string; children: ReactNode }) {
	return (
		<Link {...rest} to={to} className={item} activeProps={{ className: here, 'aria-current': 'page' }}>
			{children}
		</Link>
	)
}

interface InsideProps {
	icon: IconName
	word: string
	/** Several have the same icon: where only icons stand, two letters tell them apart. */
	short?: boolean
}

export function Inside({ icon, word, short = false }: InsideProps) {
	const look = 'text-ink-3 [[aria-current=page]>&]:text-cord'
	return (
		<>
			<Icon name={icon} className={clsx(look, short && 'max-desk:hidden')} />
			{short && (
				<span aria-hidden="true" className={clsx(look, 'text-12 font-semibold desk:hidden')}>
					{lettersOf(word)}
				</span>
			)}
			<span className="truncate max-desk:sr-only">{word}</span>
		</>
	)
}

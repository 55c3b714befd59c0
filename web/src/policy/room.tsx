import { getRouteApi } from '@tanstack/react-router'
import clsx from 'clsx'
import { type ReactNode, useCallback, useRef, useState } from 'react'
import { Segments } from '../ui/choose'
import { usePhone } from '../ui/media'
import { t } from '../words/catalogue'
import { Agenda } from './agenda'
import type { Active, Draft, Finding } from './api'
import { CompareTab } from './compare-tab'
import { useDesk } from './desk'
import { Forms } from './forms/forms'
import { Header } from './header'
import { HistoryTab } from './history-tab'
import { Before } from './side/before'
import { Checked } from './side/checked'
import { Trial } from './side/probe'
import { Stale } from './stale'
import type { PolicyTab } from './tabs'
import { TestsTab } from './tests-tab'
import { TextView } from './text-view'
import { DeskProvider } from './use-desk'

const route = getRouteApi('/framed/policy')

type Pane = 'rules' | 'checked' | 'probe' | 'before' | 'agenda'

/** Room is the page of one policy: its rules, and beside them what was found, what may be tried out, and what is missing. */
export function Room({ active, draft }: { active: Active; draft: Draft | undefined }) {
	const { tab = 'rules', view } = route.useSearch()
	const go = route.useNavigate()
	const [pane, setPane] = useState<Pane>('rules')
	const [line, setLine] = useState<{ n: number; asked: number }>()
	const phone = usePhone()
	const text = view === 'text'
	const asked = useRef(0)
	const toText = useCallback(
		(on: boolean) =>
			void go({ search: (s) => ({ ...s, tab: 'rules', view: on ? 'text' : 'forms' }), replace: true }),
		[go],
	)
	const jump = useCallback(
		(f: Pick<Finding, 'line' | 'rule'>) => {
			setPane('rules')
			const row = f.rule && !text && document.getElementById(`rule-${f.rule}`)
			if (row) {
				row.scrollIntoView({ block: 'center' })
				row.querySelector<HTMLElement>('button, input')?.focus()
				return
			}
			asked.current++
			setLine({ n: f.line, asked: asked.current })
			toText(true)
		},
		[text, toText],
	)
	return (
		<DeskProvider active={active} draft={draft} jump={jump}>
			<main
				id="main"
				tabIndex={-1}
				data-pane=""
				className="flex min-h-0 flex-1 flex-col bg-surface outline-none max-desk:overflow-y-auto rail:my-2 rail:me-2 rail:rounded-sheet rail:shadow-rest"
			>
				<Header
					tab={tab}
					text={text}
					onText={toText}
					onShow={(what) => {
						setPane(what)
						requestAnimationFrame(() => {
							const part = document.getElementById(`policy-${what}`)
							part?.scrollIntoView({ block: 'start' })
							toSay(part)?.focus()
						})
					}}
				/>
				<Stale />
				{phone && draft && <p className="px-4 pt-2 text-12 text-ink-2">{t('policy.widerScreen')}</p>}
				<div className="flex-none px-4 pt-2 desk:hidden">
					<Panes tab={tab} value={pane} onChange={setPane} />
				</div>
				<div className="grid min-h-0 grid-cols-1 desk:flex-1 desk:grid-cols-[minmax(0,1fr)_412px]">
					<Scrolls label={t(`policy.tab.${tab}`)} shown={pane === 'rules'}>
						{tab === 'rules' && (text ? <TextView line={line} /> : <Forms onText={() => toText(true)} />)}
						{tab === 'tests' && <TestsTab />}
						{tab === 'compare' && <CompareTab />}
						{tab === 'history' && <HistoryTab />}
					</Scrolls>
					<Scrolls label={t('policy.side')} shown={pane !== 'rules'} side>
						<Part id="checked" shown={pane === 'checked'}>
							<Checked />
						</Part>
						<Part id="probe" shown={pane === 'probe'}>
							<Trial />
						</Part>
						{draft ? (
							<Part id="before" shown={pane === 'before'}>
								<Before />
							</Part>
						) : (
							<Part id="agenda" shown={pane === 'agenda'}>
								<Agenda />
							</Part>
						)}
					</Scrolls>
				</div>
			</main>
		</DeskProvider>
	)
}

/** toSay is what of a part has to be said: what is empty first, else the first thing one can press. */
function toSay(part: HTMLElement | null): HTMLElement | null | undefined {
	const fields = [...(part?.querySelectorAll('textarea') ?? [])]
	return fields.find((f) => f.value.trim() === '') ?? part?.querySelector<HTMLElement>('textarea, button')
}

function Panes({ tab, value, onChange }: { tab: PolicyTab; value: Pane; onChange: (pane: Pane) => void }) {
	const { name } = useDesk()
	const panes: Pane[] = ['rules', 'checked', 'probe', name ? 'before' : 'agenda']
	return (
		<Segments
			label={t('policy.panes')}
			options={panes.map((value) => ({
				value,
				label: value === 'rules' ? t(`policy.tab.${tab}`) : t(`policy.pane.${value}`),
			}))}
			value={value}
			onChange={onChange}
		/>
	)
}

function Scrolls({
	label,
	shown,
	side,
	children,
}: {
	label: string
	shown: boolean
	side?: boolean
	children: ReactNode
}) {
	return (
		<section
			aria-label={label}
			// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by keys too
			tabIndex={0}
			className={clsx(
				'relative min-w-0 -outline-offset-2 desk:min-h-0 desk:overflow-y-auto',
				side && 'desk:border-s desk:border-line',
				!shown && 'max-desk:hidden',
			)}
		>
			{children}
		</section>
	)
}

function Part({ id, shown, children }: { id: string; shown: boolean; children: ReactNode }) {
	return (
		<div
			id={`policy-${id}`}
			className={clsx(
				'border-line px-4 py-3.5 rail:px-5 desk:not-last:border-b',
				!shown && 'max-desk:hidden',
			)}
		>
			{children}
		</div>
	)
}

import type { Action } from '../action/action'
import { Heading } from '../app/heading'
import { AskOutsidePanel } from '../consult/panel'
import { AlarmPanel } from '../oncall/alarm-panel'
import { ActionMenu } from '../ui/action-menu'
import { Button } from '../ui/button'
import { Icon } from '../ui/icon'
import { Panel } from '../ui/panel'
import { when } from '../ui/time'
import { type Key, t } from '../words/catalogue'
import { inMenu } from './actions'
import { Deadline } from './deadline'
import { Lead } from './lead'
import { customerOf } from './matter'
import { AskPanel } from './panel-ask'
import { ClosePanel } from './panel-close'
import { DeclinePanel, MovePanel, ReroutePanel, SnoozePanel } from './panel-more'
import { TransferPanel } from './panel-people'
import { type PanelName, useTalk } from './talk'

interface Props {
	title: string
	actions: Action[]
	/** Leads back to the list; on a phone alone. */
	back: () => void
	why: () => void
	side: () => void
}

/** Head is the title line and the state line. */
export function Head({ title, actions, back, why, side }: Props) {
	const { c } = useTalk()
	return (
		<header className="flex-none pt-3 ps-3 pe-3 rail:ps-5 rail:pe-4">
			<div className="flex min-h-8 items-center gap-1">
				<Button look="quiet" icon="left" bare className="-ms-2 rail:hidden" onClick={back}>
					{t('conversation.back')}
				</Button>
				<div className="min-w-0 flex-1">
					<p className="truncate text-15 font-semibold rail:hidden">
						<bdi>{customerOf(c)}</bdi>
					</p>
					<Heading
						title={title}
						className="truncate max-rail:text-12! max-rail:font-normal! max-rail:text-ink-3"
					>
						<bdi>{title}</bdi>
					</Heading>
				</div>
				<Buttons actions={actions} side={side} />
			</div>
			<State why={why} />
		</header>
	)
}

const morePanels: PanelName[] = ['snooze', 'release', 'reroute', 'takeOver', 'decline', 'alarm', 'askOutside']

function Buttons({ actions, side }: { actions: Action[]; side: () => void }) {
	const { panel, open } = useTalk()
	const known = new Map(actions.map((a) => [a.id, a]))
	const menu = [...['ask', 'transfer', 'close'].map((what) => `conversation.${what}`), ...inMenu].flatMap(
		(id) => known.get(id) ?? [],
	)
	const close = known.get('conversation.close')
	const take = known.get('conversation.take')
	const hang = (name: PanelName) => ({
		open: panel === name,
		onOpen: (is: boolean) => open(is ? name : null),
	})
	return (
		<>
			<Panel
				{...hang('ask')}
				title={t('conversation.ask')}
				anchor={
					<span>
						<Do action={known.get('conversation.ask')} />
					</span>
				}
			>
				<AskPanel />
			</Panel>
			<Panel
				{...hang('transfer')}
				title={t('conversation.transfer')}
				anchor={
					<span>
						<Do action={known.get('conversation.transfer')} />
					</span>
				}
			>
				<TransferPanel />
			</Panel>
			<Button look="quiet" icon="person" bare className="desk:hidden" onClick={side}>
				{t('conversation.panel')}
			</Button>
			<Panel
				open={panel !== null && morePanels.includes(panel)}
				onOpen={(is) => !is && open(null)}
				title={panel ? t(`conversation.${panel}` as Key) : ''}
				anchor={
					<span>
						<ActionMenu word={t('conversation.more')} actions={menu} />
					</span>
				}
			>
				<MorePanel panel={panel} />
			</Panel>
			{take && take.refused === undefined && (
				<Button look="act" icon="led" className="ms-1" onClick={take.run}>
					{t('conversation.take')}
				</Button>
			)}
			<Panel
				{...hang('close')}
				title={t('conversation.close')}
				anchor={
					<span>
						{close && close.refused === undefined && (
							<Button icon="tick" hint={close.key} className="ms-1 max-rail:hidden" onClick={close.run}>
								{t('conversation.close')}
							</Button>
						)}
					</span>
				}
			>
				<ClosePanel />
			</Panel>
		</>
	)
}

function MorePanel({ panel }: { panel: PanelName | null }) {
	switch (panel) {
		case 'snooze':
			return <SnoozePanel />
		case 'release':
		case 'takeOver':
			return <MovePanel key={panel} what={panel} />
		case 'reroute':
			return <ReroutePanel />
		case 'decline':
			return <DeclinePanel />
		case 'askOutside':
			return <AskOutsidePanel />
		case 'alarm':
			return <AlarmPanel />
		default:
			return null
	}
}

/** Do is an action as an icon button; what cannot be done now is not shown. */
function Do({ action }: { action: Action | undefined }) {
	if (!action || action.refused !== undefined) return null
	return (
		<Button
			look="quiet"
			{...(action.icon && { icon: action.icon })}
			bare
			className="max-rail:hidden"
			onClick={action.run}
			{...(action.key && { hint: action.key })}
		>
			{t(action.word)}
		</Button>
	)
}

function State({ why }: { why: () => void }) {
	const { c, self, names } = useTalk()
	const helpers = c.helpers ?? []
	return (
		<div className="flex min-h-[26px] flex-wrap items-center gap-x-3 pt-0.5">
			<Lead c={c} self={self.id} names={names} />
			{c.decision_id && (
				<button
					type="button"
					onClick={why}
					aria-keyshortcuts="w"
					className="min-h-6 text-12 font-medium text-ink-2 underline decoration-line-strong underline-offset-3 hover:text-ink"
				>
					{t(c.lead && c.lead !== self.id ? 'conversation.whyElse' : 'conversation.why')}
				</button>
			)}
			{helpers.map((agent) => (
				<span key={agent} className="inline-flex items-center gap-1 text-12 font-medium text-ink-2">
					<Icon name="helped" size={14} />
					{agent === self.id
						? t('conversation.youHelp')
						: t('conversation.helps', { name: names.who(agent) })}
				</span>
			))}
			{c.snoozed_until && (
				<span className="inline-flex min-w-0 items-center gap-1 text-12 font-medium text-hold">
					<Icon name="pause" size={14} />
					<span className="truncate">
						{t('conversation.until', {
							time: when(new Date(c.snoozed_until), new Date()),
							why: c.snooze_reason ?? '',
						})}
					</span>
				</span>
			)}
			<span className="ms-auto">{c.due_at && <Deadline at={c.due_at} />}</span>
		</div>
	)
}

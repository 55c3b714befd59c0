import clsx from 'clsx'
import { type DragEvent, type KeyboardEvent, type ReactNode, useId } from 'react'
import { ActionMenu } from '../../ui/action-menu'
import { Icon } from '../../ui/icon'
import { t } from '../../words/catalogue'
import { numbered } from '../../words/region'
import { useDesk } from '../desk'
import { figureOf } from '../figures'
import { isUnfinished, type Rule } from '../model'
import { plainly } from '../plain'
import { isAccepted } from '../step'
import { Conditions, Narrow } from './condition'
import { Duties } from './duties'
import { SpotContext } from './place'
import { RuleWords } from './rule-words'
import { useHeldFocus } from './use-held-focus'
import type { Ordering } from './use-order'

interface Props {
	rule: Rule
	open: boolean
	onOpen: () => void
	order: Ordering
}

/** RuleRow is one rule as a sentence with blanks, and what it came to in the last weeks. */
export function RuleRow({ rule, open, onOpen, order }: Props) {
	const desk = useDesk()
	const locked = !desk.may || rule.slip === true
	const channel = rule.stage === 'channel'
	const when = channel ? [] : ['when']
	const id = useId()
	const shown = open && !locked
	const focus = useHeldFocus(shown, rule.data)
	const move = (e: KeyboardEvent) => {
		if (!e.altKey || (e.key !== 'ArrowUp' && e.key !== 'ArrowDown') || locked || rule.stage === 'default')
			return
		e.preventDefault()
		order.move(rule, e.key === 'ArrowUp' ? -1 : 1)
	}
	return (
		<li
			id={`rule-${rule.id}`}
			data-rule={rule.id}
			className={clsx(
				'relative rounded-card border border-transparent not-last:after:absolute not-last:after:inset-x-9 not-last:after:-bottom-px not-last:after:border-b not-last:after:border-line',
				shown && 'border-cord! bg-sunken after:hidden',
				desk.lit === rule.id && !shown && 'bg-cord-soft',
				order.over === rule.id && 'border-t-cord!',
			)}
			ref={focus.row}
			onFocusCapture={(e) => {
				focus.remember(e)
				onOpen()
			}}
			onKeyDown={move}
			onDragOver={(e) => order.dragOver(e, rule)}
			onDrop={(e: DragEvent) => order.drop(e, rule)}
		>
			<SpotContext value={{ path: rule.path, data: rule.data, locked, open: shown }}>
				<fieldset
					aria-labelledby={id}
					className="grid grid-cols-[34px_minmax(0,1fr)_auto] gap-x-1 px-1 py-1.5 max-rail:grid-cols-[22px_minmax(0,1fr)_auto]"
				>
					<Handle rule={rule} locked={locked} order={order} nameId={id} />
					<div className="flex min-w-0 flex-col gap-1.5">
						<div className="flex flex-wrap items-center gap-x-1.5 gap-y-1 text-14 text-ink-2 rail:min-h-6">
							<span>{rule.stage === 'default' ? t('policy.default') : t('policy.message')}</span>
							{rule.stage !== 'default' && <Conditions when={when} channel={channel} />}
							<span aria-hidden="true" className="px-0.5 rtl:-scale-x-100">
								→
							</span>
							<Duties stage={rule.stage} />
							{rule.stage === 'default' && desk.may && (
								<span className="text-12 text-ink-3">· {t('policy.stays')}</span>
							)}
						</div>
						{shown && rule.stage !== 'default' && (
							<div className="flex flex-wrap items-center gap-1.5 text-12 text-ink-2">
								<span>{t('policy.narrow')}</span>
								<Narrow when={when} channel={channel} />
								{order.moves(rule) && <span className="text-ink-3">{t('policy.moveKeys')}</span>}
							</div>
						)}
						{shown && <RuleWords rule={rule} />}
						<Wrong rule={rule} />
					</div>
					<div className="flex items-start gap-1">
						<Count rule={rule} />
						{shown && rule.stage !== 'default' && (
							<ActionMenu
								word={t('policy.ruleMenu', { rule: nameOf(rule) })}
								size="small"
								actions={order.actions(rule)}
							/>
						)}
					</div>
				</fieldset>
			</SpotContext>
		</li>
	)
}

export const nameOf = (rule: Rule) => (rule.number ? t('policy.ruleN', { n: rule.number }) : rule.id)

function Handle({
	rule,
	locked,
	order,
	nameId,
}: {
	rule: Rule
	locked: boolean
	order: Ordering
	nameId: string
}) {
	const movable = !locked && rule.stage !== 'default'
	return (
		<span className="flex h-6 items-center text-12 text-ink-3">
			{movable && (
				// The keys that do the same are those of the row.
				<span
					aria-hidden="true"
					draggable
					onDragStart={(e) => order.dragStart(e, rule)}
					onDragEnd={order.dragEnd}
					className="cursor-grab max-rail:hidden"
				>
					<Icon name="grip" size={14} />
				</span>
			)}
			<span aria-hidden="true" className="min-w-4 text-center tabular-nums">
				{rule.number}
			</span>
			<span id={nameId} className="sr-only">
				{nameOf(rule)}
			</span>
		</span>
	)
}

/** Count is how many messages of the last weeks the rule decides; while it is changed, how many it would move. */
function Count({ rule }: { rule: Rule }): ReactNode {
	const { compared, counted, name } = useDesk()
	const figure = figureOf(rule, compared)
	if (!figure) return null
	const helps = rule.data.owner === undefined && rule.stage !== 'continuity'
	return (
		<span
			className={clsx('flex min-h-6 items-center gap-2 text-end text-12 whitespace-nowrap')}
			aria-busy={!counted}
		>
			{name && figure.moves > 0 && (
				<b className={counted ? 'text-cord' : 'font-normal text-ink-3'}>
					{t('policy.wouldMove', { n: figure.moves })}
				</b>
			)}
			{!helps && (
				<b className={clsx('min-w-7 tabular-nums', counted ? 'text-ink-2' : 'font-normal text-ink-3')}>
					{numbered(figure.n)}
				</b>
			)}
		</span>
	)
}

function Wrong({ rule }: { rule: Rule }) {
	const { check, checked, content, policy, vocabulary } = useDesk()
	const of = (check?.findings ?? []).filter(
		(f) =>
			f.severity !== 'note' &&
			(f.rule ? f.rule === rule.id : checked && f.line >= rule.first && f.line <= rule.last),
	)
	const [worst] = of.filter((f) => !isAccepted(f, content.accepted))
	if (isUnfinished(rule) && worst)
		return <p className="text-12 font-medium text-cord">{t('policy.sayWhat')}</p>
	if (!worst && !rule.slip) return null
	const bad = worst?.severity === 'error' || rule.slip
	return (
		<p className={clsx('flex items-start gap-1.5 text-12 font-medium', bad ? 'text-late' : 'text-hold')}>
			<Icon name={bad ? 'blocked' : 'late'} size={14} className="mt-px" />
			<span>
				{worst && plainly(worst.text, policy, vocabulary)} {rule.slip && t('policy.slip')}
			</span>
		</p>
	)
}

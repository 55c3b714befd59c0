import clsx from 'clsx'
import { useState } from 'react'
import { Area } from '../../ui/area'
import { Button } from '../../ui/button'
import { Icon } from '../../ui/icon'
import { t } from '../../words/catalogue'
import type { Finding } from '../api'
import { useDesk } from '../desk'
import { ExpectButton } from '../expect-button'
import { mended } from '../mend'
import { isUnfinished, isUnnamed } from '../model'
import { called, plainly } from '../plain'
import { isAccepted } from '../step'
import { SideTitle } from './title'

/** Checked says in words what is wrong with a policy, the worst first, and what was proven right. */
export function Checked() {
	const { check, checked, content, policy, vocabulary, jump, name } = useDesk()
	if (!check) return null
	const unnamed = name ? (policy?.rules.filter(isUnnamed) ?? []) : []
	// A rule that the forms have changed since is not called wrong for what it said before.
	const past = (f: Finding) =>
		!checked &&
		f.kind === 'unreadable' &&
		policy?.rules.some((r) => f.line >= r.first && f.line <= r.last && !r.slip && !isUnfinished(r))
	const open = check.findings.filter(
		(f) => f.severity !== 'note' && !isAccepted(f, content.accepted) && !past(f),
	)
	const left = check.findings.filter((f) => f.severity === 'warning' && isAccepted(f, content.accepted))
	const notes = check.findings.filter((f) => f.severity === 'note')
	const failed = check.tests.results.map((r, at) => ({ r, at })).filter(({ r }) => !r.passed)
	const key = (f: Finding) => `${f.kind} ${f.rule ?? ''} ${f.line} ${f.column}`
	return (
		<section
			id="checked"
			tabIndex={-1}
			aria-label={t('policy.checked')}
			aria-busy={!checked}
			className="outline-none"
		>
			<SideTitle title={t('policy.checked')} />
			<ul className="flex flex-col gap-2">
				{open.map((f) => (
					<One key={key(f)} finding={f} />
				))}
				{failed.map(({ r, at }) => (
					<li key={`${r.line} ${r.name}`} className="rounded-card border border-late-line px-3 py-2">
						<b className="flex items-start gap-1.5 text-late">
							<Icon name="blocked" className="mt-0.5" />
							{t('policy.testFails', { name: r.name })}
						</b>
						<div className="flex flex-col items-start gap-1 ps-[22px]">
							<p className="text-ink-2">{r.wrong.join('; ')}</p>
							<ExpectButton at={at} result={r} />
						</div>
					</li>
				))}
			</ul>
			{unnamed.length > 0 && (
				<p className="pt-2 text-12 text-ink-2">
					{t('policy.unnamed', { n: unnamed.length })}{' '}
					{unnamed.map((r) => (
						<Button key={r.id} size="small" look="quiet" onClick={() => jump({ line: r.first, rule: r.id })}>
							{called(r)}
						</Button>
					))}
				</p>
			)}
			<Ticks />
			{left.length > 0 && (
				<details className="pt-1 text-12 text-ink-2">
					<summary className="min-h-6">{t('policy.leftN', { n: left.length })}</summary>
					<ul className="flex flex-col gap-2 pt-1">
						{left.map((f) => (
							<One key={key(f)} finding={f} />
						))}
					</ul>
				</details>
			)}
			{notes.length > 0 && (
				<details className="pt-1 text-12 text-ink-2">
					<summary className="min-h-6">{t('policy.notesN', { n: notes.length })}</summary>
					<ul className="flex flex-col gap-1 pt-1">
						{notes.map((f) => (
							<li key={key(f)}>
								<button
									type="button"
									className="min-h-6 text-start underline decoration-line-strong underline-offset-2 hover:decoration-ink"
									onClick={() => jump({ line: f.line, ...(f.rule && { rule: f.rule }) })}
								>
									{plainly(f.text, policy, vocabulary)}
								</button>{' '}
								{plainly(f.hint ?? '', policy, vocabulary)}
							</li>
						))}
					</ul>
				</details>
			)}
		</section>
	)
}

const looks = {
	error: { edge: 'border-late-line', word: 'text-late', icon: 'blocked' },
	warning: { edge: 'border-hold-line', word: 'text-hold', icon: 'late' },
	note: { edge: 'border-line', word: '', icon: 'question' },
} as const

function One({ finding: f }: { finding: Finding }) {
	const { content, tell, may, jump, write, policy } = useDesk()
	const at = policy?.rules.find((r) => (f.rule ? r.id === f.rule : f.line >= r.first && f.line <= r.last))
	const fresh = at !== undefined && f.kind === 'unreadable' && isUnfinished(at)
	const rule = at && !at.slip ? at.id : f.rule
	const [saying, setSaying] = useState(false)
	const kept = content.accepted.find((a) => a.kind === f.kind && (a.rule ?? '') === (f.rule ?? ''))
	const look = looks[fresh ? 'note' : f.severity]
	const better = may ? mended(content.source, f) : undefined
	const others = content.accepted.filter((a) => a !== kept)
	return (
		<li className={clsx('rounded-card border px-3 py-2', look.edge)}>
			<What finding={f} fresh={fresh} look={look} placed={at !== undefined} />
			<div className="ps-[22px]">
				<Hint finding={f} fresh={fresh} slip={at?.slip === true} />
				{kept && !saying && (
					<p className="text-12 text-ink-3">{t('policy.leftBecause', { why: kept.reason })}</p>
				)}
				<div className="flex flex-wrap gap-1.5 pt-1">
					{better && (
						<Button
							size="small"
							look="act"
							onClick={() => {
								toChecked()
								write(better.source)
							}}
						>
							{t('policy.mend', { word: better.word })}
						</Button>
					)}
					<Button
						size="small"
						look={better ? 'quiet' : 'plain'}
						onClick={() => jump({ line: f.line, ...(rule && { rule }) })}
					>
						{t(rule ? 'policy.toRule' : 'policy.toLine')}
					</Button>
					{f.severity === 'warning' && may && !saying && (
						<Button size="small" look="quiet" onClick={() => setSaying(true)}>
							{t(kept ? 'policy.leaveOther' : 'policy.leave')}
						</Button>
					)}
				</div>
				{saying && (
					<Reason
						now={kept?.reason ?? ''}
						onDo={(reason) => {
							setSaying(false)
							toChecked()
							const mine = reason ? [{ kind: f.kind, reason, ...(f.rule && { rule: f.rule }) }] : []
							tell({ accepted: [...others, ...mine] })
						}}
						onCancel={() => setSaying(false)}
					/>
				)}
			</div>
		</li>
	)
}

/** What says what was found, in the words of the forms. A rule that was just added is not wrong, it is unfinished. */
function What({
	finding: f,
	fresh,
	look,
	placed,
}: {
	finding: Finding
	fresh: boolean
	look: (typeof looks)[keyof typeof looks]
	placed: boolean
}) {
	const { policy, vocabulary } = useDesk()
	return (
		<b className={clsx('flex items-start gap-1.5', look.word)}>
			<Icon name={look.icon} className="mt-0.5" />
			<span className="min-w-0 break-words">
				{f.kind === 'unreadable' && !placed && `${t('policy.lineFirst', { n: f.line })} `}
				{fresh ? t('policy.unfinished') : plainly(f.text, policy, vocabulary)}
			</span>
		</b>
	)
}

function Hint({ finding: f, fresh, slip }: { finding: Finding; fresh: boolean; slip: boolean }) {
	const { policy, vocabulary } = useDesk()
	if (fresh) return <p className="text-ink-2">{t('policy.sayWhat')}</p>
	return (
		<p className="text-ink-2">
			{plainly(f.hint ?? '', policy, vocabulary)} {f.kind === 'unreadable' && slip && t('policy.slipHint')}
		</p>
	)
}

/** toChecked keeps the focus where one is at work: what was pressed is gone. */
const toChecked = () => requestAnimationFrame(() => document.getElementById('checked')?.focus())

function Reason({
	now,
	onDo,
	onCancel,
}: {
	now: string
	onDo: (reason: string) => void
	onCancel: () => void
}) {
	const [text, setText] = useState(now)
	return (
		<form
			className="flex flex-col gap-1.5 pt-2"
			onSubmit={(e) => {
				e.preventDefault()
				onDo(text.trim())
			}}
		>
			<Area
				autoFocus
				label={t('policy.whyLeft')}
				rows={2}
				maxLength={500}
				value={text}
				onChange={(e) => setText(e.target.value)}
			/>
			<div className="flex gap-1.5">
				<Button size="small" look="act" type="submit" disabled={!text.trim() && !now}>
					{t('policy.leaveIt')}
				</Button>
				<Button size="small" look="quiet" onClick={onCancel}>
					{t('policy.cancel')}
				</Button>
			</div>
		</form>
	)
}

function Ticks() {
	const { check } = useDesk()
	if (!check) return null
	const readable = !check.findings.some((f) => f.kind === 'unreadable')
	if (!readable) return null
	const { passed, failed } = check.tests
	const dead = check.findings.filter((f) => f.kind === 'dead_rule').length
	const ticks = [
		t('policy.owned'),
		...(failed === 0 && passed > 0 ? [t('policy.testsN', { n: passed, of: passed })] : []),
		...(dead === 0 ? [t('policy.used')] : []),
		t('policy.reach'),
	]
	return (
		<ul className="flex flex-wrap gap-x-4 gap-y-1 pt-2.5 text-12 font-medium text-good">
			{ticks.map((word) => (
				<li key={word} className="flex items-center gap-1.5">
					<Icon name="tick" size={14} />
					{word}
				</li>
			))}
			{failed > 0 && (
				<li className="flex items-center gap-1.5 text-late">
					<Icon name="blocked" size={14} />
					{t('policy.testsN', { n: passed, of: passed + failed })}
				</li>
			)}
		</ul>
	)
}

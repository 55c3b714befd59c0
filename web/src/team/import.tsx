import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { Zone } from '../setup/hours'
import { Button } from '../ui/button'
import { Field } from '../ui/field'
import { Refused, Warnings } from '../ui/refused'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { does, type Imported, type Week } from './api'
import { timesOf } from './grid'
import { dayDated, reasonWord } from './said'

/** The largest file the server takes, in bytes. */
const largest = 1 << 20
const shown = 60

/** ImportSheet takes shifts over from a file: first it says what would change, then it is done. */
export function ImportSheet({ week, done }: { week: Week; done: () => void }) {
	const [file, setFile] = useState<File>()
	const [zone, setZone] = useState(week.zone)
	const queries = useQueryClient()
	const body = async () => ({ ...(await textOf(file)), zone })
	const look = useMutation({ mutationFn: async () => does.take({ ...(await body()), dry_run: true }) })
	const take = useMutation({
		mutationFn: async (confirmed: boolean) => does.take({ ...(await body()), confirmed }),
		onSuccess: () => queries.invalidateQueries({ queryKey: ['agents'] }),
	})
	const again = () => {
		look.reset()
		take.reset()
	}
	const choose = (chosen: File | undefined) => {
		again()
		setFile(chosen)
	}
	const large = file !== undefined && file.size > largest
	const submit = (e: FormEvent) => {
		e.preventDefault()
		if (file && !large && !look.isPending) look.mutate()
	}
	if (take.data)
		return (
			<div className="flex flex-col gap-3 pt-1">
				<p role="status" className="font-semibold text-good">
					{t('cover.did', { ...take.data })}
				</p>
				<Button className="self-start" onClick={done}>
					{t('frame.close')}
				</Button>
			</div>
		)
	if (look.data)
		return (
			<div className="flex flex-col gap-4 pt-1">
				<Preview found={look.data} zone={week.zone} />
				{take.error && <Refused error={take.error} busy={take.isPending} confirm={() => take.mutate(true)} />}
				<div className="flex gap-2">
					{changes(look.data) > 0 && !take.error && (
						<Button look="act" size="large" disabled={take.isPending} onClick={() => take.mutate(false)}>
							{t('cover.importDo')}
						</Button>
					)}
					<Button look="quiet" size="large" onClick={again}>
						{t('cover.another')}
					</Button>
				</div>
			</div>
		)
	return (
		<form onSubmit={submit} className="flex flex-col gap-4 pt-1">
			<p className="text-ink-2">{t('cover.importLead')}</p>
			<Field label={t('cover.file')} error={large ? t('cover.fileTooLarge') : undefined}>
				{(tie) => (
					<input
						{...tie}
						type="file"
						accept=".csv,.ics,text/csv,text/calendar"
						required
						className={chooser}
						onChange={(e) => choose(e.target.files?.[0])}
					/>
				)}
			</Field>
			<div className="flex flex-col gap-1">
				<span aria-hidden="true" className="font-semibold">
					{t('cover.importZone')}
				</span>
				<div className="flex [&>div]:ms-0!">
					<Zone zone={zone} onZone={setZone} />
				</div>
			</div>
			{look.error &&
				(look.error instanceof NoText ? <Wrong name={file?.name} /> : <Trouble error={look.error} />)}
			<Button
				look="act"
				size="large"
				type="submit"
				className="self-start"
				disabled={!file || large || look.isPending}
			>
				{t('cover.look')}
			</Button>
		</form>
	)
}

/** How a field for a file looks: its button as every other one. */
const chooser =
	'min-h-10 max-w-full text-ink-2 file:me-3 file:h-(--tap) file:cursor-pointer file:rounded-control file:border-0 file:bg-surface file:px-3 file:font-semibold file:text-ink file:shadow-[inset_0_0_0_1px_var(--line-strong)]'

/** What is chosen holds no text at all. */
class NoText extends Error {}

/** textOf is what stands in a file. What holds a zero byte is no text, and need not be sent. */
async function textOf(file: File | undefined) {
	const text = (await file?.text()) ?? ''
	if (text.includes('\0')) throw new NoText()
	return { file: text, ...(file?.name && { name: file.name.slice(0, 255) }) }
}

/** Wrong says what a file is not, by what it is called. */
function Wrong({ name = '' }: { name: string | undefined }) {
	const calendar = name.toLowerCase().endsWith('.ics')
	return (
		<p role="alert" className="rounded-card bg-late-soft p-3">
			<b>{t(calendar ? 'cover.noCalendar' : 'cover.noTable')}</b>{' '}
			{t(calendar ? 'cover.noCalendarHint' : 'cover.noTableHint')}
		</p>
	)
}

const changes = (i: Imported) => i.added + i.changed + i.removed

/** headOf is what is said first of a file: that nothing of it can be taken, before that nothing of it is new. */
function headOf(i: Imported) {
	if (changes(i) > 0) return 'cover.would'
	if (i.unchanged > 0) return i.kept.length > 0 ? 'cover.nothingNew' : 'cover.nothingChanges'
	return 'cover.nothingRead'
}

/** Preview is what a file would change, whom nobody knows, and which lines cannot be read. */
function Preview({ found, zone }: { found: Imported; zone: string }) {
	return (
		<>
			<p role="status" className="font-semibold">
				{t(headOf(found), { ...found })}
			</p>
			{found.unknown.length > 0 && (
				<List title={t('cover.unknown')}>
					{found.unknown.map((u) => (
						<li key={u.line}>
							{t('cover.unknownOne', { line: u.line, who: u.who })}{' '}
							{u.suggestion && <b>{t('cover.suggested', { name: u.suggestion })}</b>}
						</li>
					))}
				</List>
			)}
			{found.bad.length > 0 && (
				<List title={t('cover.bad')}>
					{found.bad.map((b) => (
						<li key={b.line}>{t('cover.badOne', { line: b.line, why: b.reason })}</li>
					))}
				</List>
			)}
			{found.kept.length > 0 && (
				<List title={t('cover.kept')}>
					{found.kept.slice(0, shown).map((k) => (
						<li key={`${k.line}${k.from}`}>
							{t(k.by_hand ? 'cover.keptHand' : 'cover.keptFile', { line: k.line, name: k.name })}{' '}
							{dayDated(new Date(k.from), zone)}{' '}
							{timesOf({ from: Date.parse(k.from), until: Date.parse(k.until) }, zone)}
							{k.absence && `, ${reasonWord(k.absence)}`}
						</li>
					))}
					{found.kept.length > shown && <li>{t('cover.more', { n: found.kept.length - shown })}</li>}
				</List>
			)}
			{found.warnings.length > 0 && <Warnings list={found.warnings} />}
			{found.changes.length > 0 && (
				<List title={t('cover.importChanges')}>
					{found.changes.slice(0, shown).map((c) => {
						const times = { from: Date.parse(c.from), until: Date.parse(c.until) }
						return (
							<li key={`${c.agent}${c.from}${c.what}`}>
								<b>{t(`cover.what.${c.what}`)}</b> {c.name}, {dayDated(new Date(c.from), zone)}{' '}
								{timesOf(times, zone)}
								{c.absence && `, ${reasonWord(c.absence)}`}
							</li>
						)
					})}
					{found.changes.length > shown && <li>{t('cover.more', { n: found.changes.length - shown })}</li>}
				</List>
			)}
		</>
	)
}

function List({ title, children }: { title: string; children: ReactNode }) {
	return (
		<section aria-label={title}>
			<h3 className="pb-1 font-semibold">{title}</h3>
			<ul className="flex flex-col gap-0.5 text-ink-2">{children}</ul>
		</section>
	)
}

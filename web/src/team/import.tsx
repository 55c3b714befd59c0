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
import { dayShort, reasonWord } from './said'

/** The largest file the server takes, in bytes. */
const largest = 1 << 20
const shown = 60

/** ImportSheet takes shifts over from a file: first it says what would change, then it is done. */
export function ImportSheet({ week, done }: { week: Week; done: () => void }) {
	const [file, setFile] = useState<File>()
	const [zone, setZone] = useState(week.zone)
	const queries = useQueryClient()
	const body = async () => ({ file: (await file?.text()) ?? '', zone })
	const look = useMutation({ mutationFn: async () => does.take({ ...(await body()), dry_run: true }) })
	const take = useMutation({
		mutationFn: async (confirmed: boolean) => does.take({ ...(await body()), confirmed }),
		onSuccess: () => queries.invalidateQueries({ queryKey: ['agents'] }),
	})
	const again = () => {
		look.reset()
		take.reset()
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
						className="min-h-10 max-w-full"
						onChange={(e) => setFile(e.target.files?.[0])}
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
			{look.error && <Trouble error={look.error} />}
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

const changes = (i: Imported) => i.added + i.changed + i.removed

/** Preview is what a file would change, whom nobody knows, and which lines cannot be read. */
function Preview({ found, zone }: { found: Imported; zone: string }) {
	return (
		<>
			<p role="status" className="font-semibold">
				{changes(found) > 0 ? t('cover.would', { ...found }) : t('cover.nothingChanges')}
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
			{found.warnings.length > 0 && <Warnings list={found.warnings} />}
			{found.changes.length > 0 && (
				<List title={t('cover.importChanges')}>
					{found.changes.slice(0, shown).map((c) => {
						const times = { from: Date.parse(c.from), until: Date.parse(c.until) }
						return (
							<li key={`${c.agent}${c.from}${c.what}`}>
								<b>{t(`cover.what.${c.what}`)}</b> {c.name}, {dayShort(new Date(c.from), zone)}{' '}
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

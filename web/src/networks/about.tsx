import type { ReactNode } from 'react'
import { Icon } from '../ui/icon'
import { t } from '../words/catalogue'
import type { Form } from './api'
import { figures } from './figures'

const address = /^https?:\/\//

/** Source is where a figure or rule is written down. */
function Source({ of }: { of: string }) {
	if (!address.test(of))
		return <span className="text-12 text-ink-3">{t('networks.source', { source: of })}</span>
	return (
		<a
			href={of}
			target="_blank"
			rel="noreferrer noopener"
			className="inline-block max-w-full truncate align-bottom text-12 text-ink-2 underline"
		>
			{new URL(of).hostname}
		</a>
	)
}

function Part({ title, children }: { title: string; children: ReactNode }) {
	return (
		<section>
			<h2 className="text-15 font-semibold">{title}</h2>
			{children}
		</section>
	)
}

/** StepsBefore is what a person does before an account can be connected. */
export function StepsBefore({ form }: { form: Form }) {
	const steps = form.setup ?? []
	if (steps.length === 0) return null
	return (
		<Part title={t('networks.steps')}>
			<ol className="mt-1.5 flex list-decimal flex-col gap-1.5 ps-5 text-14">
				{steps.map((s) => (
					<li key={s.title}>
						<b>{s.title}</b> {s.text}{' '}
						{s.url && (
							<a
								href={s.url}
								target="_blank"
								rel="noreferrer noopener"
								className="inline-flex items-center gap-1 text-cord underline"
							>
								{address.test(s.url) ? new URL(s.url).hostname : s.url}
								<Icon name="open" size={14} />
							</a>
						)}
					</li>
				))}
			</ol>
		</Part>
	)
}

/** About says what a network can do, its limits with where they are written, and its terms. */
export function About({ form }: { form: Form }) {
	const terms = form.terms ?? []
	const limits = figures(form)
	return (
		<div className="flex flex-col gap-6">
			<Part title={t('networks.about')}>
				<ul className="mt-1.5 grid grid-cols-1 gap-x-6 gap-y-1 rail:grid-cols-2">
					{(form.capabilities ?? []).map((c) => (
						<li key={c.capability} className="flex gap-2">
							<Icon name="tick" className="mt-0.5 text-good" />
							{c.means}
						</li>
					))}
				</ul>
			</Part>
			{limits.length > 0 && (
				<Part title={t('networks.limits')}>
					<dl className="mt-1.5 *:border-t *:border-line *:first:border-0">
						{limits.map((l) => (
							<div key={l.name} className="flex flex-wrap items-baseline gap-x-3 py-1.5">
								<dt className="min-w-[40%] flex-1">{l.name}</dt>
								<dd className="flex min-w-0 flex-wrap items-baseline gap-x-3">
									<b>{l.value}</b>
									<Source of={l.source} />
								</dd>
							</div>
						))}
					</dl>
				</Part>
			)}
			{terms.length > 0 && (
				<Part title={t('networks.terms')}>
					<ul className="mt-1.5 flex flex-col gap-1.5">
						{terms.map((n) => (
							<li key={n.text} className="rounded-card bg-hold-soft px-3 py-2">
								{n.text} <Source of={n.source} />
							</li>
						))}
					</ul>
				</Part>
			)}
		</div>
	)
}

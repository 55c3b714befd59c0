import { Icon } from '../ui/icon'
import { weekday } from '../ui/time'
import { t } from '../words/catalogue'
import type { Proposal } from './propose'
import { Said } from './said'

/** Examples shows invented messages with what the proposed policy really decides for each. */
export function Examples({ list, zone }: { list: NonNullable<Proposal['examples']>; zone: string }) {
	return (
		<section aria-labelledby="setup-examples">
			<h2 id="setup-examples" className="text-15 font-semibold">
				{t('setup.examples')}{' '}
				<span className="ps-1 text-12 font-normal text-ink-3">{t('setup.examplesAside')}</span>
			</h2>
			<ul className="mt-2 grid grid-cols-1 gap-3 desk:grid-cols-3">
				{list.map((e) => (
					<li key={e.at + e.rule} className="rounded-card bg-sunken p-3 shadow-[inset_0_0_0_1px_var(--line)]">
						<p className="text-12 text-ink-3">
							{weekday(new Date(e.at), zone)}, {t(`setup.network.${e.network as 'mailbox'}`)}
						</p>
						<blockquote lang={e.language} dir="auto" className="mt-0.5 text-14">
							“{e.text}”
						</blockquote>
						<p className="mt-1.5 flex gap-1.5 text-12 text-ink-2">
							<Icon name="led" size={14} className="mt-px text-cord" />
							<span>
								<Said sentence={e.decided} />
							</span>
						</p>
						<Why path={e.path ?? []} />
					</li>
				))}
			</ul>
		</section>
	)
}

function Why({ path }: { path: string[] }) {
	return (
		<details className="mt-1 text-12 text-ink-2">
			<summary className="w-fit cursor-pointer py-1 text-ink-3">{t('setup.why')}</summary>
			<ol className="ms-4 list-decimal">
				{path.map((step) => (
					<li key={step}>{step}</li>
				))}
			</ol>
		</details>
	)
}

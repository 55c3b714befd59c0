import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Schemas } from '../api/client'
import { accounts, type Conversation } from '../api/query'
import { customerOf, matterOf } from '../conversation/matter'
import { customer } from '../conversation/queries'
import { reasonText } from '../conversation/said'
import { useTalk } from '../conversation/talk'
import { useNetworkNames } from '../networks/api'
import { Avatar } from '../ui/avatar'
import { Icon } from '../ui/icon'
import { SideSheet } from '../ui/side-sheet'
import { Skeleton } from '../ui/skeleton'
import { exactly, monthOf, when } from '../ui/time'
import { Trouble } from '../ui/trouble'
import { Waits } from '../waits/line'
import { type Key, t } from '../words/catalogue'
import { numbered } from '../words/region'
import { OptedOut } from './opted-out'

/** CustomerSide stands beside the conversation on a wide screen, slides over it on others. */
export function CustomerSide({ open, onClose }: { open: boolean; onClose: () => void }) {
	return (
		<SideSheet open={open} onClose={onClose} title={t('customer.title')}>
			<CustomerPanel />
		</SideSheet>
	)
}

/** CustomerPanel is who this is, who they are known as, and what was before. */
export function CustomerPanel() {
	const { id, c } = useTalk()
	const { data, error, isPending, refetch } = useQuery(customer(c.customer_id, id))
	return (
		<>
			<header className="flex items-center gap-3 pb-3">
				<Avatar name={customerOf(c)} size="large" />
				<div className="min-w-0">
					<h2 className="truncate text-15 font-semibold">
						<bdi>{data?.customer.name || customerOf(c)}</bdi>
					</h2>
					{data && (
						<p className="text-12 text-ink-3">
							{t('customer.since', { date: monthOf(new Date(data.customer.created_at)) })}
						</p>
					)}
				</div>
			</header>
			{isPending && <Skeleton rows={3} />}
			{error && <Trouble error={error} again={() => void refetch()} />}
			{data && (
				<Part title={t('customer.knownAs')}>
					<ul className="flex flex-col gap-2">
						{data.identities.map((known) => (
							<KnownAs key={known.id} known={known} />
						))}
					</ul>
				</Part>
			)}
			{data && (
				<Part title={t('customer.contact')}>
					<OptedOut since={data.customer.opted_out_at} />
				</Part>
			)}
			{data && <Before all={data.conversations.filter((one) => one.id !== id)} />}
			<About c={c} />
		</>
	)
}

function Part({ title, count, children }: { title: string; count?: number; children: ReactNode }) {
	return (
		<section className="border-t border-line py-3">
			<h3 className="flex justify-between pb-1.5 text-11 font-semibold text-ink-3">
				{title}
				{count ? <span>{count}</span> : null}
			</h3>
			{children}
		</section>
	)
}

function KnownAs({ known: k }: { known: Schemas['Known'] }) {
	const { c } = useTalk()
	const nameOf = useNetworkNames()
	const { data: ours } = useQuery(accounts)
	// An identity belongs to a realm; the account of this realm says which network it is.
	const network = ours?.items.find((a) => a.realm === k.realm)?.network ?? c.network
	return (
		<li>
			<div className="flex items-start gap-2">
				<Icon
					name={network === 'email' ? 'email' : network === 'practice' ? 'target' : 'mention'}
					className="mt-0.5"
				/>
				<div className="min-w-0 flex-1">
					<p className="truncate">
						<bdi>{k.handle || k.name || k.external_id}</bdi>
					</p>
					<p className="text-12 text-ink-3">{nameOf(network)}</p>
				</div>
				<span className="pt-0.5 text-12 text-ink-2">{t(`customer.basis.${k.basis}` as Key)}</span>
			</div>
			<details className="ps-6 text-12 text-ink-2">
				<summary className="w-fit min-h-6 content-center text-ink-3">{t('customer.details')}</summary>
				<dl className="grid grid-cols-[84px_minmax(0,1fr)] gap-y-1 pt-1">
					<dt className="text-ink-3">{t('customer.joined')}</dt>
					<dd title={exactly(new Date(k.since))}>{when(new Date(k.since), new Date())}</dd>
					<dt className="text-ink-3">{t('customer.id')}</dt>
					<dd className="truncate">{k.external_id}</dd>
					{k.followers !== undefined && (
						<>
							<dt className="text-ink-3">{t('customer.followers')}</dt>
							<dd>
								{numbered(k.followers)}, {t('customer.notUsed')}
							</dd>
						</>
					)}
				</dl>
			</details>
		</li>
	)
}

function Before({ all }: { all: Conversation[] }) {
	return (
		<Part title={t('customer.before')} count={all.length}>
			{all.length === 0 && <p className="text-ink-3">{t('customer.beforeNone')}</p>}
			<ul className="flex flex-col gap-1">
				{all.map((one) => (
					<li key={one.id}>
						<Link
							to="/c/$id"
							params={{ id: one.id }}
							className="-mx-2 grid grid-cols-[16px_minmax(0,1fr)_auto] gap-x-2 rounded-control px-2 py-1 hover:bg-hover"
						>
							<Icon
								name={one.stance === 'closed' ? 'solved' : one.lead ? 'led' : 'unowned'}
								className="mt-0.5 text-ink-3"
							/>
							<span dir="auto" className="truncate">
								{matterOf(one.preview)}
							</span>
							<span className="text-12 text-ink-3">{when(new Date(one.last_message_at), new Date())}</span>
							<span className="col-start-2 text-12 text-ink-3">
								{one.close_reason ? reasonText(one.close_reason) : t('customer.open')} ·{' '}
								{t('customer.messages', { n: one.message_count })}
							</span>
						</Link>
					</li>
				))}
			</ul>
		</Part>
	)
}

function About({ c }: { c: Conversation }) {
	const { names } = useTalk()
	const lines: [Key, string][] = [
		['customer.team', names.team(c.department)],
		['customer.began', when(new Date(c.first_message_at), new Date())],
	]
	if (c.required_level > 0) lines.push(['customer.level', t('state.level', { n: c.required_level })])
	if (c.reopened > 0) lines.push(['customer.reopened', t('customer.times', { n: c.reopened })])
	return (
		<Part title={t('customer.about')}>
			<dl className="grid grid-cols-[84px_minmax(0,1fr)] gap-x-2 gap-y-1">
				{lines.map(([name, value]) => (
					<div key={name} className="contents">
						<dt className="text-ink-3">{t(name)}</dt>
						<dd className="truncate">{value}</dd>
					</div>
				))}
			</dl>
			<Waits id={c.id} />
		</Part>
	)
}

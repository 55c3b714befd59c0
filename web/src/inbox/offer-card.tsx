import { useEffect, useRef } from 'react'
import { Button } from '../ui/button'
import { Icon } from '../ui/icon'
import { Ring } from '../ui/ring'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { countdown, leftOf, reasons } from './offer'
import { matter } from './standing'
import type { InboxList } from './use-list'
import type { Offers } from './use-offers'

/** OfferCard is an offer with its time and its two answers. It takes no focus and covers nothing that is written. */
export function OfferCard({ offers, list }: { offers: Offers; list: InboxList }) {
	const { offer, failed } = offers
	if (failed) return <Failed offers={offers} />
	if (!offer?.offer) return null
	const left = countdown(new Date(offer.offer.expires_at), offers.now)
	const about = matter(offer)
	return (
		<section role="alertdialog" aria-labelledby="offer-title" aria-describedby="offer-words" className={card}>
			<h2 id="offer-title" className="flex h-6 items-center gap-2 font-semibold max-rail:text-15">
				<Icon name="offered" className="text-brass" />
				<span className="min-w-0 truncate">
					{t('inbox.offerTitle')} · <bdi className="font-medium text-ink-2">{offer.customer_name}</bdi>
				</span>
				{about?.icon && (
					<span
						className={`flex items-center gap-1 text-12 ${about.tone === 'late' ? 'text-late' : 'text-hold'}`}
					>
						<Icon name={about.icon} size={14} />
						{about.word}
					</span>
				)}
				<span role="timer" className="ms-auto flex items-center gap-1 text-12 text-hold">
					<Ring part={leftOf(offer.offer, offers.now)} />
					{left}
				</span>
			</h2>
			<p
				id="offer-words"
				lang={offer.language || undefined}
				dir="auto"
				className="truncate text-ink-2 max-rail:text-14"
			>
				{offer.preview}
			</p>
			{offers.asking ? <Reasons offers={offers} /> : <Answers offers={offers} />}
			<Rest offers={offers} list={list} />
		</section>
	)
}

const card =
	'z-20 rounded-sheet bg-raised p-3 shadow-menu max-rail:-order-1 max-rail:mx-3 max-rail:mb-2 ' +
	'rail:absolute rail:inset-x-2 rail:bottom-2'

function Answers({ offers }: { offers: Offers }) {
	return (
		<div className="mt-2 flex items-center gap-2">
			<Button look="act" hint="y" className="flex-[3] max-rail:h-11" onClick={offers.accept}>
				{t('inbox.accept')}
			</Button>
			<Button hint="Shift+y" className="flex-[2] max-rail:h-11" onClick={offers.askWhy}>
				{t('inbox.decline')}
			</Button>
		</div>
	)
}

/** How many more there are, and the way to look at this one before answering. */
function Rest({ offers: { offer, others }, list }: { offers: Offers; list: InboxList }) {
	const shut = offer && offer.id !== list.open
	if (others === 0 && !shut) return null
	return (
		<div className="mt-1 flex min-h-[26px] items-center text-12 text-ink-3">
			{others > 0 && t('inbox.moreOffers', { n: others })}
			{shut && (
				<Button
					look="quiet"
					size="small"
					className="-me-2 ms-auto max-rail:h-11"
					onClick={() => list.openRow(offer.id)}
				>
					{t('inbox.look')}
				</Button>
			)}
		</div>
	)
}

/** One of five, by key or by press. */
function Reasons({ offers }: { offers: Offers }) {
	const first = useRef<HTMLFieldSetElement>(null)
	useEffect(() => first.current?.scrollIntoView({ block: 'nearest' }), [])
	return (
		<fieldset ref={first} className="m-0 mt-2 flex min-w-0 flex-col gap-1 border-0 p-0">
			<legend className="pb-1 text-12 font-semibold">{t('inbox.why')}</legend>
			{reasons.map(({ reason, word }, i) => (
				<Button
					key={reason}
					look="quiet"
					hint={String(i + 1)}
					className="justify-between! shadow-[inset_0_0_0_1px_var(--line)] max-rail:h-11"
					onClick={() => offers.decline(reason)}
				>
					{t(word)}
				</Button>
			))}
			<Button look="quiet" hint="Escape" className="justify-between! max-rail:h-11" onClick={offers.keep}>
				{t('inbox.keep')}
			</Button>
		</fieldset>
	)
}

function Failed({ offers }: { offers: Offers }) {
	return (
		<div className={card}>
			<p className="mb-1 flex items-center gap-2">
				<b className="min-w-0 flex-1 truncate">{offers.failed?.name}</b>
				<Button look="quiet" size="small" icon="close" bare onClick={offers.forget}>
					{t('frame.close')}
				</Button>
			</p>
			<Trouble error={offers.failed?.error} />
		</div>
	)
}

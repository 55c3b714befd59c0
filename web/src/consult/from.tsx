import { useQuery } from '@tanstack/react-query'
import { Icon } from '../ui/icon'
import { t } from '../words/catalogue'
import { type Advice, consults } from './api'
import { proofResults, proofWord } from './stand'

/** Proof says who an answer is really from, and what our own mail server found out about that. */
export function Proof({ advice: a }: { advice: Advice }) {
	const sure = a.proof.sender === 'genuine'
	const results = proofResults(a)
	return (
		<p className="flex flex-wrap items-center gap-x-2 text-12 text-ink-3">
			{a.email && <bdi className="[overflow-wrap:anywhere]">{a.email}</bdi>}
			<span className={`inline-flex items-center gap-1 ${sure ? '' : 'font-medium text-hold'}`}>
				<Icon name={sure ? 'shield' : 'question'} size={14} />
				{t(proofWord(a))}
			</span>
			{results && <span>{results}</span>}
		</p>
	)
}

/** AdviceFrom stands above advice in the timeline: from whom, and what was asked. */
export function AdviceFrom({ conversation, message }: { conversation: string; message: string }) {
	const { data } = useQuery(consults(conversation))
	const asked = data?.items.find((c) => c.advice.some((a) => a.message_id === message))
	const advice = asked?.advice.find((a) => a.message_id === message)
	if (!asked || !advice) return null
	return (
		<div className="mb-1">
			<Proof advice={advice} />
			<p className="text-12 text-ink-3">
				{t('consult.asked')} <q dir="auto">{asked.question}</q>
			</p>
		</div>
	)
}

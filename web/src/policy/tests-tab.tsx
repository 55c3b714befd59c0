import { Button } from '../ui/button'
import { Icon } from '../ui/icon'
import { Empty } from '../ui/trouble'
import { t } from '../words/catalogue'
import { useDesk } from './desk'
import { ExpectButton } from './expect-button'
import { called, plainly } from './plain'

/** TestsTab shows what became of each test of the policy, and which rules the tests use. */
export function TestsTab() {
	const { check, may, edit, jump, vocabulary, content, policy } = useDesk()
	if (!check) return null
	const { results, coverage } = check.tests
	const ruleWord = (id: string) => {
		const rule = policy?.rules.find((r) => r.id === id)
		return rule ? called(rule) : id
	}
	const lines = content.source.split('\n').length
	return (
		<div className="px-4 py-4 rail:px-6">
			<h2 className="text-15 font-semibold">{t('policy.tests')}</h2>
			<p className="text-ink-2">{t('policy.testsHelp')}</p>
			{results.length === 0 && <Empty title={t('policy.noTests')}>{t('policy.noTestsHint')}</Empty>}
			<ol className="pt-2">
				{results.map((r, i) => (
					<li key={`${r.line} ${r.name}`} className="flex items-start gap-2 border-b border-line py-2">
						<Icon
							name={r.passed ? 'tick' : 'blocked'}
							className={r.passed ? 'mt-0.5 text-good' : 'mt-0.5 text-late'}
						/>
						<div className="min-w-0 flex-1">
							<b className="break-words">{r.name}</b>
							<p className={r.passed ? 'text-ink-2' : 'text-late'}>
								{r.passed
									? r.decision.quarantine
										? t('policy.quarantined')
										: t('policy.testLeads', {
												name: vocabulary.name(r.decision.department),
												rule: ruleWord(r.decision.rule),
											})
									: plainly(r.wrong.join('; '), policy, vocabulary)}
							</p>
						</div>
						<ExpectButton at={i} result={r} />
						{r.line <= lines && (
							<Button size="small" look="quiet" onClick={() => jump({ line: r.line })}>
								{t('policy.toLine')}
							</Button>
						)}
						{may && (
							<Button
								size="small"
								look="quiet"
								icon="close"
								bare
								onClick={() => edit({ drop: ['tests', i] })}
							>
								{t('policy.removeLine', { what: r.name })}
							</Button>
						)}
					</li>
				))}
			</ol>
			{coverage.length > 0 && (
				<section aria-label={t('policy.coverage')} className="pt-5">
					<h2 className="text-15 font-semibold">{t('policy.coverage')}</h2>
					<ul className="grid grid-cols-1 gap-x-8 pt-1 rail:grid-cols-2">
						{coverage.map((c) => (
							<li key={c.rule} className="flex justify-between gap-2 border-b border-line py-1.5">
								<span className="min-w-0 break-words">{ruleWord(c.rule)}</span>
								<span className={c.tests === 0 ? 'text-hold' : 'text-ink-2'}>
									{c.tests === 0 ? t('policy.untested') : t('policy.testedN', { n: c.tests })}
								</span>
							</li>
						))}
					</ul>
				</section>
			)}
		</div>
	)
}

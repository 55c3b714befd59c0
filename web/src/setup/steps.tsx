import { Icon } from '../ui/icon'
import { t } from '../words/catalogue'

/** Steps says where one is on the way to a board that works. */
export function Steps({ now, aside }: { now: 1 | 2 | 3; aside?: string }) {
	const words = [t('setup.step1'), t('setup.step2'), t('setup.step3')]
	return (
		<div className="flex items-center gap-2 text-12 whitespace-nowrap text-ink-3">
			<p className="sr-only">{t('setup.steps', { n: now })}</p>
			{words.map((word, i) => (
				<span key={word} className="contents">
					{i > 0 && <i aria-hidden="true" className="h-0.5 w-5 flex-none bg-line max-rail:w-3" />}
					<Icon name={i < now ? 'led' : 'unowned'} className="text-cord" />
					<span className={i + 1 === now ? 'font-semibold text-ink' : 'max-rail:sr-only'}>{word}</span>
				</span>
			))}
			{aside && <span className="ms-auto">{aside}</span>}
		</div>
	)
}

import { Empty } from '../ui/trouble'
import { t } from '../words/catalogue'
import '../words/en/networks'

/** NetworksStart is what stands beside the list while nothing is chosen. */
export function NetworksStart() {
	return <Empty title={t('networks.title')}>{t('networks.choose')}</Empty>
}

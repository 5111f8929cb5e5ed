export { type DumpScope } from './cluster-dump';
export {
  openSnapshots,
  type OpenedSnapshot,
  type OpenedSnapshots,
  type SnapshotsRequest,
} from './open-snapshots';

export { declaredService, type DeclaredService, type ServiceToDeclare } from './declared-service';
export { type Outside } from './outside';

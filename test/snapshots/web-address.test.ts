import { webAddress } from '../../snapshots/web-address';

test.each([
  ['https://git.example.com/platform/kfaas.git', 'https://git.example.com/platform/kfaas'],
  ['https://ci-token:secret@git.example.com/platform/kfaas', 'https://git.example.com/platform/kfaas'],
  ['http://git.example.internal:8080/a/b/kfaas.git/', 'http://git.example.internal:8080/a/b/kfaas'],
  ['git@git.example.com:platform/kfaas.git', 'https://git.example.com/platform/kfaas'],
  ['ssh://git@git.example.com:2222/platform/kfaas.git', 'https://git.example.com/platform/kfaas'],
  ['https://git.example.com/a"><b>/c', 'https://git.example.com/a%22%3E%3Cb%3E/c'],
])('the page of %s is %s', (remote, page) => {
  expect(webAddress(remote)).toBe(page);
});

test.each([
  '',
  '/srv/git/kfaas.git',
  '../kfaas',
  'file:///srv/git/kfaas.git',
  'C:\\git\\kfaas',
  'javascript:alert(1)',
])('a remote %j has no page', (remote) => {
  expect(webAddress(remote)).toBeUndefined();
});

/**
 * The page's colours, light and dark. Every text on its ground has a contrast of at least 4.5 to 1; no colour says
 * anything that a sign or a word does not say too.
 */
export const COLORS = `
:root {
  color-scheme: light dark;
  --ground: #f7f7f5; --paper: #ffffff; --sunk: #f1f1ee; --line: #dcdcd6; --branch: #b9bab4;
  --ink: #1c1e21; --soft: #595e66; --link: #1b4f91; --focus: #1b4f91;
  --green: #17653a; --green-ground: #e4f2e8; --red: #a32019; --red-ground: #fbe9e7;
  --amber: #7a4b00; --amber-ground: #fbf0d9; --violet: #573a97; --violet-ground: #eeeaf8;
  --grey-ground: #ecece8;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #131518; --paper: #1a1d21; --sunk: #22262b; --line: #31363d; --branch: #555c66;
    --ink: #e5e7ea; --soft: #a4abb5; --link: #8ebcf5; --focus: #8ebcf5;
    --green: #7fd49b; --green-ground: #173024; --red: #ff9d94; --red-ground: #3a1d1c;
    --amber: #ecc06d; --amber-ground: #352a15; --violet: #c5b0fb; --violet-ground: #2a2342;
    --grey-ground: #2a2e34;
  }
}
.added, .answered, .good { --tone: var(--green); --tone-ground: var(--green-ground); }
.removed, .unanswered, .error { --tone: var(--red); --tone-ground: var(--red-ground); }
.changed, .treated, .warning { --tone: var(--amber); --tone-ground: var(--amber-ground); }
.moved, .renamed { --tone: var(--violet); --tone-ground: var(--violet-ground); }
.same, .note { --tone: var(--soft); --tone-ground: var(--grey-ground); }
@media print {
  :root {
    color-scheme: light;
    --ground: #fff; --paper: #fff; --sunk: #fff; --line: #bbb; --branch: #888; --ink: #000; --soft: #444;
    --link: #000; --green: #17653a; --red: #a32019; --amber: #7a4b00; --violet: #573a97;
    --green-ground: #fff; --red-ground: #fff; --amber-ground: #fff; --violet-ground: #fff; --grey-ground: #fff;
  }
}
`;

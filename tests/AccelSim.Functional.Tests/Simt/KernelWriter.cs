using System.Globalization;
using AccelSim.Isa.Simt;

namespace AccelSim.Functional.Tests.Simt;

/// <summary>
/// Writes a structured kernel at random: arithmetic of every kind, branches and loops between bssy and bsync, exchanges between lanes, and accesses to
/// slots that a thread has for itself, to counters that threads add to in any order, and to a neighbour's slot behind a barrier.
/// Registers r8 to r31 hold data from memory; r32 to r47 and p2, p3 what is known without it. Where data must not decide (<paramref name="dataDecides"/>
/// false), addresses, guards of accesses and branches come from the latter only.
/// </summary>
internal sealed class KernelWriter(System.Random random, bool dataDecides, int threads)
{
    private const int MostDepth = 3;

    private static readonly (SimtInstructionDef Row, string[] Mnemonics)[] Arithmetic =
    [
        .. SimtInstructionSet.All.Where(row => row.Unit is not (SimtUnit.Control or SimtUnit.LoadStore or SimtUnit.Tensor or SimtUnit.WarpGroup))
            .Select(row => (row, row.Spellings().Select(spelling => spelling.Mnemonic).ToArray())),
    ];

    private static readonly string[] Commuting = ["add.u32", "min.s32", "max.s32", "min.u32", "max.u32", "and.b32", "or.b32", "xor.b32"];
    private static readonly string[] Widths = ["u8", "s8", "u16", "s16", "b32", "b64", "b128"];
    private static readonly string[] Private =
        ["add.u32", "add.f32", "add.f16x2", "min.s32", "max.s32", "min.u32", "max.u32", "and.b32", "or.b32", "xor.b32", "exch.b32"];

    private readonly List<string> _lines = [];
    private int _labels;

    private int Counters => RandomKernel.SharedSlotBytes * threads;

    public string Write()
    {
        Prologue();
        for (var i = random.Next(3, 9); i > 0; i--)
        {
            Statement(0);
        }

        Epilogue();
        return string.Join('\n', _lines) + "\n";
    }

    private void Emit(string line) => _lines.Add("    " + line);

    private void Prologue()
    {
        _lines.AddRange([".kernel k", ".param threads, a, b, c, d, e, f, g", $".shared {Counters + 64}", ".local 32"]);
        foreach (var line in new[]
        {
            "s2r r5, %tid.x", "s2r r6, %tid.y", "s2r r7, %tid.z", "s2r r1, %ntid.y", "mad.lo.s32 r6, r7, r1, r6", "s2r r1, %ntid.x", "mad.lo.s32 r0, r6, r1, r5",
            "s2r r5, %ctaid.x", "mad.lo.s32 r5, r5, c[threads], r0", $"mov.b64 r2, {RandomKernel.FirstSlot}", $"mad.wide.u32 r2, r5, {RandomKernel.SlotBytes}, r2",
            "shl.b32 r4, r0, 5", "add.s32 r1, r0, 1", "setp.ge.and.u32 p2, r1, c[threads], pt", "@p2 mov.b32 r1, 0", "shl.b32 r1, r1, 5",
        })
        {
            Emit(line);
        }

        for (var register = 8; register < 32; register += 4)
        {
            Emit($"ld.global.b128 r{register}, [r2 + {4 * (register - 8)}]");
        }

        for (var register = 32; register < 48; register++)
        {
            Emit(random.Next(2) == 0 ? $"mad.lo.s32 r{register}, r{(random.Next(2) == 0 ? 0 : 5)}, {Immediate()}, rz" : $"mov.b32 r{register}, {Immediate()}");
        }

        Emit($"setp.lt.and.u32 p2, r0, {random.Next(threads + 1)}, pt");
        Emit("setp.lt.and.f32 p0, r8, r9, pt");
    }

    private void Epilogue()
    {
        Emit("bar.sync 0, 0");
        Emit($"ld.shared.b32 r8, [rz + {Counters + (4 * random.Next(8))}]");
        for (var register = 8; register < 32; register += 4)
        {
            Emit($"st.global.b128 [r2 + {128 + (4 * (register - 8))}], r{register}");
        }
    }

    private void Statement(int depth)
    {
        switch (random.Next(depth < MostDepth ? 12 : 9))
        {
            case < 5: Operation(known: dataDecides || random.Next(3) == 0); break;
            case < 8: Access(); break;
            case 8: Rare(depth); break;
            case < 11: Branch(depth); break;
            default:
                if (depth < 2 && random.Next(2) == 0)
                {
                    Loop(depth);
                }
                else
                {
                    Branch(depth);
                }

                break;
        }
    }

    private void Body(int depth)
    {
        for (var i = random.Next(1, 5); i > 0; i--)
        {
            Statement(depth + 1);
        }
    }

    private void Branch(int depth)
    {
        var (otherwise, end) = ($"else{_labels}", $"end{_labels++}");
        var hasElse = random.Next(2) == 0;
        Emit($"bssy b{depth}, {end}");
        Emit($"@{Guard(known: true)} bra {(hasElse ? otherwise : end)}");
        Body(depth);
        if (hasElse)
        {
            Emit($"bra {end}");
            _lines.Add(otherwise + ":");
            Body(depth);
        }

        _lines.Add(end + ":");
        Emit($"bsync b{depth}");
    }

    private void Loop(int depth)
    {
        var (again, end, counter) = ($"again{_labels}", $"end{_labels++}", $"r{5 + depth}");
        Emit($"and.b32 {counter}, {Source(1, known: true)}, 3");
        Emit($"bssy b{depth}, {end}");
        _lines.Add(again + ":");
        Body(depth);
        Emit($"sub.s32 {counter}, {counter}, 1");
        Emit($"setp.gt.and.s32 p{4 + depth}, {counter}, 0, pt");
        Emit($"@p{4 + depth} bra {again}");
        _lines.Add(end + ":");
        Emit($"bsync b{depth}");
    }

    private void Rare(int depth)
    {
        switch (random.Next(4))
        {
            case 0 when random.Next(3) == 0: Emit($"@{Guard(known: true)} exit"); break;
            case 1 when depth == 0:
                Emit($"bar.sync {random.Next(16)}, 0");
                Emit($"ld.shared.b128 {Destination(4, false)}, [r1 + {16 * random.Next(2)}]");
                Emit($"bar.sync {random.Next(16)}, 0");
                break;
            case 2: Emit("membar.gpu"); break;
            default:
                var op = random.Next(Commuting.Length);
                Emit(random.Next(2) == 0
                    ? $"red.global.{Commuting[op]} [rz + {4 * op}], {Source(1, false)}"
                    : $"atom.shared.{Commuting[op]} rz, [rz + {Counters + (4 * op)}], {Source(1, false)}");
                break;
        }
    }

    private void Operation(bool known)
    {
        var (row, mnemonics) = Arithmetic[random.Next(Arithmetic.Length)];
        Emit($"{MaybeGuard(known)}{mnemonics[random.Next(mnemonics.Length)]} {string.Join(", ", row.Operands.Select(operand => Operand(row, operand, known)))}");
    }

    private string Operand(SimtInstructionDef row, SimtOperand operand, bool known) => operand.Kind switch
    {
        SimtOperandKind.Destination => Destination(operand.Registers, known),
        SimtOperandKind.Source => Source(operand.Registers, known),
        SimtOperandKind.PredicateDestination => Predicate(known, written: true),
        SimtOperandKind.PredicateSource => Guard(known),
        SimtOperandKind.Special => SimtSpecialRegisters.Names[random.Next(SimtSpecialRegisters.Names.Count)],
        _ => random.Next(6) switch
        {
            0 => $"c[{8 * random.Next(8)}]",
            1 => Immediate(),
            2 when row.Unit == SimtUnit.Shuffle => random.Next(20).ToString(CultureInfo.InvariantCulture),
            _ => Source(operand.Registers, known),
        },
    };

    private void Access()
    {
        var (space, own, bytes) = random.Next(4) switch { 0 => ("shared", "r4", 32), 1 => ("local", "rz", 32), 2 => ("const", "rz", 64), _ => ("global", "r2", 128) };
        var guard = MaybeGuard(known: true);
        switch (random.Next(space == "const" ? 3 : 6))
        {
            case < 3:
                var width = random.Next(Widths.Length);
                var size = Size(width);
                var offset = size * random.Next(bytes / size);
                var cache = space == "global" ? new[] { "", ".cg", ".cs" }[random.Next(3)] : "";
                if (space is "local" or "const" && random.Next(2) == 0)
                {
                    own = Destination(1, known: true, neverZero: true);
                    Emit($"and.b32 {own}, {Source(1, known: true)}, {bytes - 16 & ~15}");
                    offset = size * random.Next(16 / size);
                }

                Emit($"{guard}ld.{space}{cache}.{Widths[width]} {Destination(Math.Max(1, size / 4), known: space == "const" && random.Next(2) == 0)}, [{own} + {offset}]");
                break;
            case 3:
                var stored = random.Next(Widths.Length);
                Emit($"{guard}st.{space}.{Widths[stored]} [{own} + {Size(stored) * random.Next(bytes / Size(stored))}], {Source(Math.Max(1, Size(stored) / 4), false)}");
                break;
            case 4 when space is "shared" or "global":
                Atomic(guard, space, own, bytes);
                break;
            default:
                var copied = random.Next(4, 7);
                var zeroes = random.Next(2) == 0;
                var place = $"[r4], [r2 + {Size(copied) * random.Next(128 / Size(copied))}]";
                Emit($"{guard}cp.async{(zeroes ? ".zfill" : "")}.{Widths[copied]} {place}{(zeroes ? ", " + Guard(known: true) : "")}");
                Emit("cp.async.commit");
                Emit("cp.async.wait 0");
                break;
        }
    }

    private void Atomic(string guard, string space, string own, int bytes)
    {
        var at = $"[{own} + {4 * random.Next(bytes / 4)}]";
        Emit(random.Next(4) switch
        {
            0 => $"{guard}atom.{space}.cas.b32 {Destination(1, false)}, {at}, {Source(1, false)}, {Source(1, false)}",
            1 when space == "global" => $"{guard}atom.global.add.u64 {Destination(2, false)}, [{own} + {8 * random.Next(bytes / 8)}], {Source(2, false)}",
            2 when space == "global" => $"{guard}red.global.{Private[random.Next(Private.Length)]} {at}, {Source(1, false)}",
            _ => $"{guard}atom.{space}.{Private[random.Next(Private.Length)]} {Destination(1, false)}, {at}, {Source(1, false)}",
        });
    }

    private static int Size(int width) => width switch { < 2 => 1, < 4 => 2, 4 => 4, 5 => 8, _ => 16 };

    private string Immediate() => ((int)RandomKernel.Word(random)).ToString(CultureInfo.InvariantCulture);

    private string MaybeGuard(bool known) => random.Next(4) == 0 ? $"@{Guard(known)} " : "";

    private string Guard(bool known) => (random.Next(2) == 0 ? "!" : "") + Predicate(known, written: false);

    private string Predicate(bool known, bool written) => random.Next(12) == 0 && !written ? "pt"
        : dataDecides ? $"p{random.Next(4)}"
        : known ? $"p{random.Next(2, 4)}"
        : $"p{random.Next(written ? 2 : 4)}";

    private string Destination(int registers, bool known, bool neverZero = false) => random.Next(25) == 0 && !neverZero ? "rz"
        : dataDecides ? Register(8, 48, registers)
        : known ? Register(32, 48, registers)
        : Register(8, 32, registers);

    private string Source(int registers, bool known) => random.Next(25) == 0 ? "rz" : known && !dataDecides ? Register(32, 48, registers) : Register(8, 48, registers);

    private string Register(int from, int to, int registers) => $"r{from + (registers * random.Next((to - from) / registers))}";
}

using System.Globalization;
using System.Text;

namespace AccelSim.Isa.Simt;

/// <summary>Writes <c>docs/isa-simt.md</c> from the instruction table; a test insists that the committed file is current.</summary>
public static class SimtIsaDocument
{
    /// <summary>The document as Markdown.</summary>
    public static string Markdown()
    {
        var text = new StringBuilder("""
            # Instruction set of the `simt` family

            Generated from `isa/AccelSim.Isa/Simt/SimtInstructionSet*.cs`; edit the table, then run the tests with `ACCELSIM_UPDATE_GOLDEN=1`.

            A thread has up to 255 registers of 32 bits, `r0` to `r254`, and `rz`, which reads as zero and swallows what is written; seven predicates, `p0` to `p6`, and `pt`,
            which is true. 64-bit values take an even register and the next, wider ones begin at a multiple of four; `a:4` below says that operand a takes four registers, `a:w` as many
            as the width, the number of matrices or the columns of the mnemonic ask for.
            Any instruction but `bssy` and `bsync` may be guarded: `@p0 add.s32 r1, r2, 5`, `@!p0 bra done`; lanes where the guard does not hold do nothing.
            A flexible operand (`b?`) is a register, a 32-bit immediate or a word of the constant bank, `c[16]`; launch argument i is at byte 8i, and `c[name]` names it.
            Threads of a warp run together until a branch parts them. `bssy b0, join` says that the active lanes meet at the `bsync b0` at `join`; each path runs until it gets there.

            After an instruction may stand what a compiler for chips without a scoreboard knows: `{stall=4 yield=1 wr=0 rd=1 wait=3 reuse=1}`: cycles to the warp's next
            issue, a hint to take another warp, the dependence barriers (0 to 5) released when the result is written and when the sources are read, a mask of barriers to wait for,
            and which of the operands a, b, c stay in the reuse cache.

            Encoding: 128-bit little-endian words. Bits 9..0 opcode; 13..10 guard; 21..14, 29..22, 37..30, 45..38 registers d, a, b, c (0 is `rz`, n + 1 is `rn`); 47..46 form of the
            flexible operand (register, immediate, constant); 63..48 choices of the mnemonic in the order they are written, or the special register; 95..64 immediate, offset or
            target; 98..96 predicate written; 102..99 and 106..103 predicates read (0 is `pt`, n + 1 is `pn`, bit 3 the opposite); 127..107 control bits.

            A row that says "Needs x" is for chips whose file lists x among its capabilities; "Warps of n" for chips with warps of n lanes. How the lanes of a warp share the
            matrices of an `mma` is described in `sim/AccelSim.Functional/Simt/Tensor/SimtFragments.cs`.

            **Warp groups.** Warps 4g to 4g + 3 of a block make a product together, `wgmma`: warp i of them has rows 16i to 16i + 15 of A and of the sums, which its lanes share as
            those of `mma.m16n8k16`, eight columns after eight. All four must execute it, in the same order. It goes on while the warps do; registers it reads or writes may be touched by others than products
            only behind a `wgmma.wait_group` that covers it. A matrix in shared memory is named by 64 bits, laid out as PTX lays them out (matrix descriptor): bits 13..0 address / 16; 29..16 leading offset / 16; 45..32
            stride offset / 16; 63..62 swizzle (0 none, 1 of 128 bytes, 2 of 64, 3 of 32); all others zero, so with a swizzle of S bytes it begins in the first row of 8 S aligned bytes. Rows of A and columns of B
            (along k, 32 bytes each) come in eights: one after another 16 bytes, or S with a swizzle, eight after eight the stride offset; the second 16 bytes lie the leading offset, or 16 with a swizzle, from the
            first. With `.trans` the same holds of rows of B along its columns: eight rows of k 16 or S bytes after another, the next eight the leading offset, with a swizzle the stride offset, further; along a
            row 16 bytes (8 columns) after another the stride offset, with a swizzle 16 bytes up to S and then the leading offset. A swizzle changes bits of the sum of all these.

            **Barriers in shared memory.** An `mbarrier` is made of eight bytes, whose contents nobody but these instructions sees. Its phases are numbered from 0 and end when as many arrivals
            as `mbarrier.init` said, and as many bytes of bulk copies as were expected, have come. `mbarrier.try_wait.parity` returns when the phase of that parity is over, and not before, so that its p is true:
            a loop around it runs once. A bulk copy is issued by one lane; its bytes, address and distances are multiples of 16.

            ```
            .buffer x, f32, 4096, random           ; device memory: name, type, elements, what it is filled with (zero, ramp, random)
            .kernel scale                          ; a kernel lasts until .end, the next .kernel or .launch
            .param x, n                            ; launch arguments, 8 bytes each
            .reg address, r4                       ; another name for a register
                s2r r0, %tid.x
                s2r r1, %ctaid.x
                s2r r2, %ntid.x
                mad.lo.s32 r0, r1, r2, r0
                setp.ge.and.s32 p0, r0, c[n], pt
                @p0 exit
                mov.b64 r6, c[x]
                mad.wide.s32 address, r0, 4, r6
                ld.global.b32 r8, [address]
                mul.f32 r8, r8, f32(0.5)
                st.global.b32 [address], r8
                exit
            .launch scale, grid 16, block 256 (x, 4096)
            ```

            Beside these there are `.equ NAME, expression`; `.shared BYTES` of a block, `.local BYTES` and `.registers N` of a thread; and after the arguments of a launch
            `shared BYTES`, for memory beside what the kernel declares, and `repeat N`. Grids and blocks take up to three extents, `grid 4, 4, block 16, 16`.

            A launch may also name `stream N` (0 without) and `priority N` (more is placed first). `.copy in, x [stream N]` and `.copy out, x [stream N]` copy a buffer over the host's link;
            `.record e [stream N]` records an event in a stream, and `.await e [stream N]` lets what comes next in a stream wait for it.

            Operands: `=d` is written, `+d` read and written, `b?` flexible, `=p` a predicate written, `q` and `r` predicates read, `[a]` an address, `[r2]` or `[r2 - 64]` (the shared address `[b]` of `cp.async` takes no offset), `#` a number, `@` a label,
            `^` a convergence barrier, `&` a barrier of the block, `%` a special register.


            """);
        foreach (var unit in Enum.GetValues<SimtUnit>())
        {
            text.Append(CultureInfo.InvariantCulture, $"## {unit}\n\n| opcode | instruction | operands | timing | meaning |\n| --- | --- | --- | --- | --- |\n");
            foreach (var row in SimtInstructionSet.All.Where(row => row.Unit == unit))
            {
                text.Append(CultureInfo.InvariantCulture, $"| 0x{(int)row.Opcode:x3} | `{row.Template}` | {Operands(row)} | {row.Timing} | {row.Summary.Replace("|", "\\|", StringComparison.Ordinal)}{Conditions(row)} |\n");
            }

            text.Append('\n');
        }

        text.Append("## Choices\n\n| in the table | spellings | what is chosen |\n| --- | --- | --- |\n");
        foreach (var suffix in SimtInstructionSet.All.SelectMany(row => row.Suffixes).DistinctBy(suffix => suffix.Field).OrderBy(suffix => suffix.Field))
        {
            var spellings = suffix.Values.Select(value => value.Length == 0 ? "nothing" : $"`{value}`");
            text.Append(CultureInfo.InvariantCulture, $"| `{SimtInstructionSet.Placeholder(suffix.Field)}` | {string.Join(", ", spellings)} | {Meaning(suffix.Field)} |\n");
        }

        text.Append("\n## Special registers\n\n").Append(string.Join(", ", SimtSpecialRegisters.Names.Select(name => $"`{name}`"))).Append('\n');
        return text.ToString().Replace("\r", "", StringComparison.Ordinal).TrimEnd() + "\n";
    }

    private static string Meaning(SimtField field) => field switch
    {
        SimtField.Width => "What a lane moves. Narrow loads are extended to 32 bits, by zeros or by the sign; narrow stores write the low bits.",
        SimtField.CopyWidth => "What a lane copies.",
        SimtField.Fetch => "What the L2 fetches from device memory where it lacks a sector: that sector, or all of the aligned 64 or 128 bytes around it.",
        SimtField.Cache => "Caches that keep the line: L1 and L2; L2 only; both, first to be evicted.",
        SimtField.Compare => "Equal, not equal, less, less or equal, greater, greater or equal. Of floating point, all but `.ne` are false where an operand is not a number.",
        SimtField.Combine => "How the comparison is combined with q.",
        SimtField.Rounding => "To nearest even, toward zero, down, up.",
        SimtField.Half => "The low or the high half of a.",
        SimtField.Segment => "Lanes that exchange among themselves: the whole warp, or segments of 2 to 64.",
        SimtField.Scope => "Who sees the order: the block, the chip, the system.",
        SimtField.Atomic => "What becomes of the word in memory.",
        SimtField.Matrices => "1, 2 or 4 matrices of 8x8.",
        SimtField.Columns => "Columns of the product, 8 to 256 in steps of 8.",
        SimtField.Swizzle => "In shared memory, whether pieces of 16 bytes change places: their number inside a row of 128, 64 or 32 bytes is exclusive-ored with bits of the address (7 to 9; 7 and 8; 7).",
        _ => "Rows and columns of the matrix in shared memory change places: of each that is loaded, or of B.",
    };

    private static string Conditions(SimtInstructionDef row) =>
        (row.Needs is { } needs ? $" Needs {needs}." : "") + (row.WarpWidth > 0 ? FormattableString.Invariant($" Warps of {row.WarpWidth}.") : "");

    private static string Operands(SimtInstructionDef row) => string.Join(", ", row.Operands.Select(operand =>
    {
        var count = operand.Kind is SimtOperandKind.Destination or SimtOperandKind.Accumulator or SimtOperandKind.Source or SimtOperandKind.Flexible or SimtOperandKind.Address && operand.Registers != 1
            ? operand.Registers == 0 ? ":w" : FormattableString.Invariant($":{operand.Registers}")
            : "";
        return operand.Kind switch
        {
            SimtOperandKind.Destination => $"=d{count}",
            SimtOperandKind.Accumulator => $"+d{count}",
            SimtOperandKind.Flexible => $"{operand.Name}?{count}",
            SimtOperandKind.PredicateDestination => "=p",
            SimtOperandKind.Address or SimtOperandKind.SharedAddress => $"[{operand.Name}]{count}",
            SimtOperandKind.Immediate => "#" + operand.Name,
            SimtOperandKind.Target => "@" + operand.Name,
            SimtOperandKind.Convergence => "^" + operand.Name,
            SimtOperandKind.NamedBarrier => "&" + operand.Name,
            SimtOperandKind.Special => "%" + operand.Name,
            _ => operand.Name + count,
        };
    }));
}

using AccelSim.Isa.Simt;

namespace AccelSim.Functional.Tests.Simt.Oracle;

/// <summary>What an instruction without partners does to one thread, written from the summaries of the instruction table.</summary>
internal sealed class OracleExecutor(OracleLaunch launch, long block, byte[] shared)
{
    public void Execute(OracleThread thread, in SimtInstruction i, (string Text, string[] Words) mnemonic)
    {
        var row = SimtInstructionSet.Get(i.Opcode);
        var name = mnemonic.Text;
        var (a, a64) = (thread.Word(i.A), thread.Pair(i.A));
        var c = thread.Word(i.C);
        var b = Word(thread, i);
        switch (row.Unit)
        {
            case SimtUnit.LoadStore:
                Memory(thread, i, mnemonic.Words);
                break;
            case SimtUnit.Special:
                thread.Write(i.D, OracleFloat.Special(i.Opcode, a));
                break;
            case SimtUnit.Convert:
                var wide = row.Operands[1].Registers == 2 ? a64 : a;
                var converted = i.Opcode == SimtOpcode.ConvertS64S32 ? OracleInteger.Pair(i.Opcode, a, 0, 0)!.Value : OracleFloat.Convert(i, wide, b);
                Result(thread, row, i, converted);
                break;
            case SimtUnit.Half when i.Opcode != SimtOpcode.SetPF16:
                var format = name.EndsWith(".bf16x2", StringComparison.Ordinal) ? FloatFormat.BF16 : FloatFormat.F16;
                var low = OracleFloat.Of(name[..3], format, (ushort)a, (ushort)b, (ushort)c)!.Value;
                thread.Write(i.D, (uint)(low | (OracleFloat.Of(name[..3], format, a >> 16, b >> 16, c >> 16)!.Value << 16)));
                break;
            case SimtUnit.Float32 when i.Opcode != SimtOpcode.SetPF32:
                thread.Write(i.D, (uint)OracleFloat.Of(name[..3], FloatFormat.F32, a, b, c)!.Value);
                break;
            case SimtUnit.Float64 when i.Opcode != SimtOpcode.SetPF64:
                thread.WritePair(i.D, OracleFloat.Of(name[..3], FloatFormat.F64, a64, Pair(thread, i, real: true), thread.Pair(i.C))!.Value);
                break;
            default:
                Whole(thread, i, row, b);
                break;
        }
    }

    private void Whole(OracleThread thread, in SimtInstruction i, SimtInstructionDef row, uint b)
    {
        var (a, a64) = (thread.Word(i.A), thread.Pair(i.A));
        var (q, r) = (thread.Holds(i.Q), thread.Holds(i.R));
        switch (i.Opcode)
        {
            case SimtOpcode.PredicateAnd: thread.Set(i.P, q && r); return;
            case SimtOpcode.PredicateOr: thread.Set(i.P, q || r); return;
            case SimtOpcode.PredicateXor: thread.Set(i.P, q != r); return;
            case SimtOpcode.Select32: thread.Write(i.D, q ? a : b); return;
            case SimtOpcode.Select64: thread.WritePair(i.D, q ? a64 : Pair(thread, i, real: false)); return;
            case SimtOpcode.MoveSpecial: thread.Write(i.D, Special(thread, i.Special)); return;
            case SimtOpcode.SetPS32: Compared(thread, i, row, ((int)a).CompareTo((int)b)); return;
            case SimtOpcode.SetPU32: Compared(thread, i, row, a.CompareTo(b)); return;
            case SimtOpcode.SetPS64: Compared(thread, i, row, ((long)a64).CompareTo((long)Pair(thread, i, real: false))); return;
            case SimtOpcode.SetPU64: Compared(thread, i, row, a64.CompareTo(Pair(thread, i, real: false))); return;
            case SimtOpcode.SetPF32: Compared(thread, i, row, Compare(FloatFormat.F32, a, b)); return;
            case SimtOpcode.SetPF16: Compared(thread, i, row, Compare(FloatFormat.F16, (ushort)a, (ushort)b)); return;
            case SimtOpcode.SetPF64: Compared(thread, i, row, Compare(FloatFormat.F64, a64, Pair(thread, i, real: true))); return;
        }

        if (OracleInteger.Word(i.Opcode, a, b, thread.Word(i.C)) is { } word)
        {
            thread.Write(i.D, word);
            return;
        }

        bool IsPair(SimtSlot slot)
        {
            foreach (var operand in row.Operands)
            {
                if (operand.Slot == slot)
                {
                    return operand.Registers == 2;
                }
            }

            return false;
        }

        var pair = OracleInteger.Pair(
            i.Opcode, IsPair(SimtSlot.A) ? a64 : a, IsPair(SimtSlot.B) ? Pair(thread, i, real: false) : b, IsPair(SimtSlot.C) ? thread.Pair(i.C) : 0);
        thread.WritePair(i.D, pair ?? throw new NotSupportedException($"the oracle does not know {i}"));
    }

    private static int? Compare(FloatFormat format, ulong a, ulong b) => ExactNumber.Compare(ExactNumber.Read(a, format), ExactNumber.Read(b, format));

    private static void Compared(OracleThread thread, in SimtInstruction i, SimtInstructionDef row, int? order)
    {
        var holds = OracleFloat.Compares((SimtCompare)row.Choice(SimtField.Compare, i.Mode), order);
        var q = thread.Holds(i.Q);
        thread.Set(i.P, (SimtCombine)row.Choice(SimtField.Combine, i.Mode) switch { SimtCombine.And => holds && q, SimtCombine.Or => holds || q, _ => holds != q });
    }

    private static void Result(OracleThread thread, SimtInstructionDef row, in SimtInstruction i, ulong value)
    {
        if (row.Operands[0].Registers == 2)
        {
            thread.WritePair(i.D, value);
        }
        else
        {
            thread.Write(i.D, (uint)value);
        }
    }

    public uint Word(OracleThread thread, in SimtInstruction i) => i.Form switch
    {
        SimtForm.Register => thread.Word(i.B),
        SimtForm.Immediate => (uint)i.Immediate,
        _ => BitConverter.ToUInt32(launch.Constants, i.Immediate),
    };

    private ulong Pair(OracleThread thread, in SimtInstruction i, bool real) => i.Form switch
    {
        SimtForm.Register => thread.Pair(i.B),
        SimtForm.Immediate => real ? (ulong)(uint)i.Immediate << 32 : (ulong)i.Immediate,
        _ => BitConverter.ToUInt64(launch.Constants, i.Immediate),
    };

    private uint Special(OracleThread thread, SimtSpecialRegister register)
    {
        var (grid, extent) = (launch.Grid, launch.Block);
        return (uint)(register switch
        {
            SimtSpecialRegister.TidX => thread.Number % extent.X,
            SimtSpecialRegister.TidY => thread.Number / extent.X % extent.Y,
            SimtSpecialRegister.TidZ => thread.Number / (extent.X * extent.Y),
            SimtSpecialRegister.NtidX => extent.X,
            SimtSpecialRegister.NtidY => extent.Y,
            SimtSpecialRegister.NtidZ => extent.Z,
            SimtSpecialRegister.CtaidX => block % grid.X,
            SimtSpecialRegister.CtaidY => block / grid.X % grid.Y,
            SimtSpecialRegister.CtaidZ => block / ((long)grid.X * grid.Y),
            SimtSpecialRegister.NctaidX => grid.X,
            SimtSpecialRegister.NctaidY => grid.Y,
            SimtSpecialRegister.NctaidZ => grid.Z,
            SimtSpecialRegister.LaneId => thread.Lane,
            SimtSpecialRegister.WarpId => thread.Number / launch.WarpWidth,
            SimtSpecialRegister.NwarpId => (extent.Count + launch.WarpWidth - 1) / launch.WarpWidth,
            SimtSpecialRegister.LanemaskLt => thread.Lane >= 32 ? uint.MaxValue : (1L << thread.Lane) - 1,
            _ => 0,
        });
    }

    private void Memory(OracleThread thread, in SimtInstruction i, string[] words)
    {
        var memory = words[1] switch { "shared" => shared, "local" => thread.Local, "const" => launch.Constants, _ => launch.Global };
        var address = (int)((words[1] is "shared" or "local" or "const" ? thread.Word(i.A) : (long)thread.Pair(i.A)) + i.Immediate);
        switch (words[0])
        {
            case "ld": Load(thread, i, memory, address, words[^1]); break;
            case "st": Store(thread, i, memory, address, words[^1]); break;
            case "cp" when words[^1].StartsWith('b'):
                var bytes = int.Parse(words[^1].AsSpan(1), System.Globalization.CultureInfo.InvariantCulture) / 8;
                var source = words[2] == "zfill" && !thread.Holds(i.Q) ? new byte[bytes] : launch.Global[address..(address + bytes)];
                source.CopyTo(shared, (int)thread.Word(i.B));
                break;
            case "atom" or "red": Atomic(thread, i, memory.AsSpan(address), words); break;
        }
    }

    private static void Load(OracleThread thread, in SimtInstruction i, byte[] memory, int address, string width)
    {
        switch (width)
        {
            case "u8": thread.Write(i.D, memory[address]); break;
            case "s8": thread.Write(i.D, (uint)(sbyte)memory[address]); break;
            case "u16": thread.Write(i.D, BitConverter.ToUInt16(memory, address)); break;
            case "s16": thread.Write(i.D, (uint)BitConverter.ToInt16(memory, address)); break;
            default:
                for (var word = 0; word < (width == "b128" ? 4 : width == "b64" ? 2 : 1); word++)
                {
                    thread.Write(i.D == 0 ? 0 : i.D + word, BitConverter.ToUInt32(memory, address + (4 * word)));
                }

                break;
        }
    }

    private static void Store(OracleThread thread, in SimtInstruction i, byte[] memory, int address, string width)
    {
        var bytes = width switch { "u8" or "s8" => 1, "u16" or "s16" => 2, "b32" => 4, "b64" => 8, _ => 16 };
        for (var at = 0; at < bytes; at++)
        {
            memory[address + at] = (byte)(thread.Word(i.B == 0 ? 0 : i.B + (at / 4)) >> (8 * (at % 4)));
        }
    }

    private static void Atomic(OracleThread thread, in SimtInstruction i, Span<byte> place, string[] words)
    {
        if (words[^1] == "u64")
        {
            var wide = BitConverter.ToUInt64(place);
            BitConverter.TryWriteBytes(place, wide + thread.Pair(i.B));
            thread.WritePair(i.D, wide);
            return;
        }

        var (old, b) = (BitConverter.ToUInt32(place), thread.Word(i.B));
        var added = string.Join('.', words[2..]);
        var value = added switch
        {
            "add.u32" => old + b,
            "add.f32" => (uint)OracleFloat.Of("add", FloatFormat.F32, old, b, 0)!.Value,
            "add.f16x2" => (uint)(OracleFloat.Of("add", FloatFormat.F16, (ushort)old, (ushort)b, 0)!.Value | (OracleFloat.Of("add", FloatFormat.F16, old >> 16, b >> 16, 0)!.Value << 16)),
            "min.s32" => (int)old < (int)b ? old : b,
            "max.s32" => (int)old > (int)b ? old : b,
            "min.u32" => old < b ? old : b,
            "max.u32" => old > b ? old : b,
            "and.b32" => old & b,
            "or.b32" => old | b,
            "xor.b32" => old ^ b,
            "exch.b32" => b,
            "cas.b32" => old == b ? thread.Word(i.C) : old,
            _ => throw new NotSupportedException(added),
        };
        BitConverter.TryWriteBytes(place, value);
        if (words[0] == "atom")
        {
            thread.Write(i.D, old);
        }
    }
}

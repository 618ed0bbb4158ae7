using System.Numerics;
using AccelSim.Traces.Files;
using AccelSim.Traces.Sass;

namespace AccelSim.Traces.Kernels;

/// <summary>Reads thread blocks, line by line, into a <see cref="TraceBlock"/>. Nothing is allocated for a line but what the block's arrays grow by.</summary>
internal sealed class TraceBodyParser(LineSource source, TraceHeader header, TraceCode code)
{
    private readonly TraceLineCache _cache = new();
    private TraceBlock _block = new();
    private bool _inBlock;
    private bool _placed;
    private uint _warpsSeen;
    private int _warp = -1;
    private long _announced = -1;
    private long _found;

    /// <summary>Blocks read to their end.</summary>
    public long Blocks { get; private set; }

    /// <summary>The block that the next lines go into.</summary>
    public void Begin(TraceBlock block)
    {
        block.Begin(header.Warps);
        _block = block;
    }

    /// <summary>Takes a line; true where it ends a block.</summary>
    public bool Line(ReadOnlySpan<byte> line)
    {
        line = line.TrimEnd((byte)' ');
        if (line.IsEmpty)
        {
            return false;
        }

        switch (line[0])
        {
            case (byte)'#': return Mark(line);
            case (byte)'t' when line.StartsWith("thread block"u8): Place(Value(line, "thread block"u8)); break;
            case (byte)'w' when line.StartsWith("warp"u8): BeginWarp(Value(line, "warp"u8)); break;
            case (byte)'i' when line.StartsWith("insts"u8): Announce(Value(line, "insts"u8)); break;
            case (byte)'c' when line.StartsWith("cluster "u8): break; // where the block is in its cluster: written for Hopper, 0 on these devices
            default: Instruction(line); break;
        }

        return false;
    }

    /// <summary>The file has ended: it must not do so inside a block, or before the grid is complete.</summary>
    public void End()
    {
        if (_inBlock)
        {
            throw source.Problem($"the file ends inside a thread block, without #END_TB, after {Blocks} of {header.Grid.Count} blocks; it is cut off: copy or trace it again");
        }

        if (Blocks != header.Grid.Count)
        {
            throw source.Problem($"the file ends after {Blocks} thread blocks; the grid of {header.Grid} has {header.Grid.Count}: it is cut off: copy or trace it again");
        }
    }

    private bool Mark(ReadOnlySpan<byte> line)
    {
        if (line.SequenceEqual("#BEGIN_TB"u8))
        {
            if (_inBlock)
            {
                throw source.Problem("#BEGIN_TB inside a thread block: the #END_TB before it is missing");
            }

            if (Blocks == header.Grid.Count)
            {
                throw source.Problem($"one more thread block than the grid of {header.Grid} has; are '-grid dim' and the file right?");
            }

            (_inBlock, _placed, _warpsSeen, _warp, _announced, _found) = (true, false, 0, -1, -1, 0);
            return false;
        }

        if (line.SequenceEqual("#END_TB"u8))
        {
            EndWarp();
            if (!_inBlock || !_placed)
            {
                throw source.Problem(_inBlock ? "the thread block has no line 'thread block = x,y,z'" : "#END_TB without #BEGIN_TB");
            }

            _inBlock = false;
            Blocks++;
            return true;
        }

        return line.StartsWith("#traces format"u8)
            ? false
            : throw source.Problem($"{TraceTokens.Quote(line)} is none of #BEGIN_TB, #END_TB and #traces format");
    }

    private void Place(ReadOnlySpan<byte> value)
    {
        Insist(!_placed && _warp < 0, "'thread block' is given twice, or after a warp: the #END_TB of the block before it is missing");
        Span<int> index = [0, 0, 0];
        ReadOnlySpan<int> extents = [header.Grid.X, header.Grid.Y, header.Grid.Z];
        var axis = 0;
        foreach (var range in value.Split((byte)','))
        {
            if (axis == 3)
            {
                throw source.Problem($"thread block {TraceTokens.Quote(value)} has more than three indices");
            }

            index[axis] = (int)Only(value[range], "an index of the thread block", 0, extents[axis] - 1);
            axis++;
        }

        Insist(axis == 3, "a thread block has three indices, as in 'thread block = 0,0,0'");
        _block.Place(index[0], index[1], index[2]);
        _placed = true;
    }

    private void BeginWarp(ReadOnlySpan<byte> value)
    {
        EndWarp();
        Insist(_placed, "a warp before the line 'thread block = x,y,z'");
        _warp = (int)Only(value, "the warp", 0, header.Warps - 1);
        Insist((_warpsSeen >> _warp & 1) == 0, "the warp is there twice in one thread block");
        _warpsSeen |= 1u << _warp;
        _announced = -1;
        _block.BeginWarp(_warp);
    }

    private void Announce(ReadOnlySpan<byte> value)
    {
        Insist(_warp >= 0 && _announced < 0, "'insts' stands once after each 'warp'");
        _announced = Only(value, "the number of instructions", 0, TraceBlock.MaxInstructions);
        _found = 0;
    }

    /// <summary>Holds the number of lines against what was announced.</summary>
    private void EndWarp()
    {
        if (_warp >= 0 && _found != Math.Max(0, _announced))
        {
            throw source.Problem($"warp {_warp} announced insts = {_announced}, but {_found} lines follow; the file is damaged: trace it again");
        }
    }

    private void Instruction(ReadOnlySpan<byte> line)
    {
        if (!_inBlock || _announced < 0)
        {
            throw source.Problem($"{TraceTokens.Quote(line)} stands outside the instructions of a warp ('warp = n', then 'insts = n')");
        }

        if (_found++ == _announced)
        {
            throw source.Problem($"warp {_warp} announced insts = {_announced}, but more lines follow; the file is damaged: trace it again");
        }

        var tokens = new TraceTokens(line, source);
        for (var skipped = header.TracerVersion < 3 ? 4 : 0; skipped > 0; skipped--)
        {
            tokens.Decimal("an index of the thread block or warp", 0, int.MaxValue);
        }

        if (header.HasLineNumbers)
        {
            tokens.Decimal("the source line", 0, uint.MaxValue);
        }

        var pc = tokens.Hex32("the program counter");
        var mask = tokens.Hex32("the mask");
        if (!_cache.TryMatch(pc, tokens.Rest, out var index, out var length))
        {
            index = Parse(ref tokens, pc, mask, out var addressing, out var address);
            Add(index, mask, addressing, address);
            return;
        }

        tokens.Skip(length);
        code.Count(code[index].Opcode);
        if (code[index].Width == 0)
        {
            Add(index, mask, TraceAddressing.None, 0);
            return;
        }

        var start = _block.NextAddress;
        var mode = Addresses(ref tokens, mask);
        var immediate = Immediate(ref tokens);
        Add(immediate == code[index].Immediate ? index : IndexOf(code[index].With(immediate)), mask, mode, start);
    }

    /// <summary>Takes the rest of a line apart, from behind the mask, and remembers what it repeats.</summary>
    private int Parse(ref TraceTokens tokens, uint pc, uint mask, out TraceAddressing addressing, out int address)
    {
        var rest = tokens.Rest;
        var registers = default(TraceRegisters);
        var destinations = (int)tokens.Decimal("the number of registers written", 0, TraceRegisters.Slots);
        Registers(ref tokens, ref registers, 0, destinations);
        var opcode = Opcode(tokens.Next("the opcode"));
        var sources = (int)tokens.Decimal("the number of registers read", 0, TraceRegisters.Slots - destinations);
        Registers(ref tokens, ref registers, destinations, sources);

        var known = code.Opcodes[opcode];
        var width = (int)tokens.Decimal("the width of the memory access", 0, 128);
        (addressing, address) = (TraceAddressing.None, 0);
        var repeated = rest.Length;
        if (width > 0)
        {
            width = known.Width > 0 ? known.Width : width; // NVBit has reported widths that are not the instruction's
            address = _block.NextAddress;
            repeated = tokens.AtEnd ? 0 : rest.Length - tokens.Rest.Length;
            addressing = Addresses(ref tokens, mask);
        }
        else if (known.IsKnown && SassTable.NeedsAddresses(known.Timing))
        {
            throw source.Problem($"{known.Name} accesses memory, yet its width is 0 and no addresses follow");
        }

        code.Count(opcode);
        var index = IndexOf(new TraceStaticInstruction(pc, opcode, destinations, sources, registers, width, Immediate(ref tokens)));
        _cache.Keep(pc, rest[..repeated], width == 0, index);
        return index;
    }

    private static long Immediate(ref TraceTokens tokens)
    {
        var immediate = tokens.AtEnd ? 0 : tokens.Immediate();
        tokens.End();
        return immediate;
    }

    private int IndexOf(in TraceStaticInstruction instruction)
    {
        var index = code.IndexOf(instruction);
        return index >= 0 ? index : throw source.Problem($"the code has more than {TraceCode.MaxInstructions} instructions; this is not a kernel");
    }

    private void Add(int index, uint mask, TraceAddressing addressing, int address)
    {
        if (!_block.TryAdd(_warp, new TraceInstruction(index, mask, addressing, address)))
        {
            throw source.Problem($"the thread block has more than {TraceBlock.MaxInstructions} instructions; trace a smaller problem");
        }
    }

    private static void Registers(ref TraceTokens tokens, ref TraceRegisters registers, int first, int count)
    {
        for (var i = first; i < first + count; i++)
        {
            registers[i] = tokens.Register("a register");
        }
    }

    private int Opcode(ReadOnlySpan<byte> word)
    {
        Span<char> name = stackalloc char[TraceCode.MaxName];
        if (word.Length > name.Length || !char.IsAsciiLetterUpper((char)word[0]))
        {
            throw source.Problem($"{TraceTokens.Quote(word)} is not an opcode; are the counts of registers right, and the tracer version of the header?");
        }

        for (var i = 0; i < word.Length; i++)
        {
            var letter = (char)word[i];
            name[i] = char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' ? letter : throw source.Problem($"{TraceTokens.Quote(word)} is not an opcode");
        }

        var index = code.OpcodeOf(name[..word.Length]);
        return index >= 0 ? index : throw source.Problem($"{TraceTokens.Quote(word)}: thousands of different opcodes are not a program; the file is damaged");
    }

    private TraceAddressing Addresses(ref TraceTokens tokens, uint mask)
    {
        var addressing = (TraceAddressing)tokens.Decimal("the address mode", 0, 2);
        var lanes = BitOperations.PopCount(mask);
        switch (addressing)
        {
            case TraceAddressing.List:
                List(ref tokens, mask, lanes);
                break;
            case TraceAddressing.Stride:
                Store(tokens.Hex64("the first address"));
                Store((ulong)tokens.Decimal("the stride", int.MinValue, int.MaxValue));
                if (lanes > 0 && lanes != 32 - BitOperations.LeadingZeroCount(mask) - BitOperations.TrailingZeroCount(mask))
                {
                    throw source.Problem($"the mask {mask:x8} has gaps: a base and a stride (address mode 1) stand for neighbouring lanes; write the addresses as deltas (2)");
                }

                break;
            default:
                var last = tokens.Hex64("the first address");
                Store(last);
                for (var lane = 1; lane < lanes; lane++)
                {
                    last = unchecked(last + (ulong)tokens.Decimal("a delta of addresses"));
                    Store(last);
                }

                break;
        }

        return addressing;
    }

    /// <summary>Tracers list the addresses of the active lanes; all 32 may stand there as well.</summary>
    private void List(ref TraceTokens tokens, uint mask, int lanes)
    {
        Span<ulong> addresses = stackalloc ulong[TraceHeader.WarpWidth];
        var count = 0;
        while (count < addresses.Length && tokens.NextIsAddress())
        {
            addresses[count++] = tokens.Hex64("an address");
        }

        if (count != lanes && count != TraceHeader.WarpWidth)
        {
            throw source.Problem($"{count} addresses for a mask {mask:x8} of {lanes} lanes; {lanes} or {TraceHeader.WarpWidth} are expected, each beginning with 0x");
        }

        for (var lane = 0; lane < count; lane++)
        {
            if (count == lanes || (mask >> lane & 1) != 0)
            {
                Store(addresses[lane]);
            }
        }
    }

    private void Store(ulong address)
    {
        if (!_block.TryAddAddress(address))
        {
            throw source.Problem($"the thread block has more than {TraceBlock.MaxAddresses} addresses; trace a smaller problem");
        }
    }

    /// <summary>What stands after <c>name =</c>.</summary>
    private ReadOnlySpan<byte> Value(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name)
    {
        Insist(_inBlock, "a line of a thread block outside one: #BEGIN_TB is missing");
        var rest = line[name.Length..].TrimStart((byte)' ');
        return !rest.IsEmpty && rest[0] == '='
            ? rest[1..].Trim((byte)' ')
            : throw source.Problem($"{TraceTokens.Quote(line)} lacks '= value'");
    }

    private long Only(ReadOnlySpan<byte> text, string what, long least, long most)
    {
        var tokens = new TraceTokens(text, source);
        var value = tokens.Decimal(what, least, most);
        return tokens.AtEnd ? value : throw source.Problem($"{what} is {TraceTokens.Quote(text)}, more than a number");
    }

    private void Insist(bool holds, string problem)
    {
        if (!holds)
        {
            throw source.Problem(problem);
        }
    }
}

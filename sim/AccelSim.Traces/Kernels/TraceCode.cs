using System.Runtime.InteropServices;
using AccelSim.Traces.Sass;

namespace AccelSim.Traces.Kernels;

/// <summary>The code of a traced kernel as far as it has been read: each instruction and each opcode once.</summary>
public sealed class TraceCode
{
    /// <summary>Most distinct instructions; the largest kernels in use have some tens of thousands.</summary>
    internal const int MaxInstructions = 1 << 20;

    /// <summary>Longest name of an opcode with its modifiers.</summary>
    internal const int MaxName = 64;

    private const int MaxOpcodes = 4096;
    private readonly List<TraceOpcode> _opcodes = [];
    private readonly List<long> _unknown = [];
    private readonly List<TraceStaticInstruction> _instructions = [];
    private readonly Dictionary<string, int> _opcodeByName = new(StringComparer.Ordinal);
    private readonly Dictionary<TraceStaticInstruction, int> _byContent = [];

    /// <summary>Opcodes in the order they were met.</summary>
    public IReadOnlyList<TraceOpcode> Opcodes => _opcodes;

    /// <summary>Distinct instructions so far.</summary>
    public int Instructions => _instructions.Count;

    /// <summary>An instruction; the reference holds until the next block is read.</summary>
    public ref readonly TraceStaticInstruction this[int index] => ref CollectionsMarshal.AsSpan(_instructions)[index];

    /// <summary>Opcodes that the table lacks, with how often they were executed, most often first.</summary>
    public IReadOnlyList<(string Name, long Count)> Unknown =>
        [.. _opcodes.Select((opcode, index) => (opcode.Name, _unknown[index])).Where(entry => entry.Item2 > 0)
            .OrderByDescending(entry => entry.Item2).ThenBy(entry => entry.Name, StringComparer.Ordinal)];

    /// <summary>Number of an opcode; -1 where there are too many to be a program.</summary>
    internal int OpcodeOf(ReadOnlySpan<char> name)
    {
        var lookup = _opcodeByName.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(name, out var index))
        {
            if (_opcodes.Count == MaxOpcodes)
            {
                return -1;
            }

            var opcode = SassTable.Find(name.ToString());
            index = _opcodes.Count;
            _opcodes.Add(opcode);
            _unknown.Add(0);
            _opcodeByName.Add(opcode.Name, index);
        }

        return index;
    }

    /// <summary>Counts an execution of an opcode where it is unknown.</summary>
    internal void Count(int opcode)
    {
        if (!_opcodes[opcode].IsKnown)
        {
            _unknown[opcode]++;
        }
    }

    /// <summary>Number of an instruction; -1 where there are too many to be a program.</summary>
    internal int IndexOf(in TraceStaticInstruction instruction)
    {
        if (_byContent.TryGetValue(instruction, out var index))
        {
            return index;
        }

        if (_instructions.Count == MaxInstructions)
        {
            return -1;
        }

        index = _instructions.Count;
        _instructions.Add(instruction);
        _byContent.Add(instruction, index);
        return index;
    }
}

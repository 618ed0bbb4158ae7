using AccelSim.Isa.Mlu;

namespace AccelSim.Functional.Mlu;

/// <summary>Functions of 16-bit floats as tables of all 65536 results: exact, and much faster than evaluating the function for every element of a tensor.</summary>
internal sealed class MluFunctionTables
{
    private readonly Dictionary<(MluOpcode Opcode, MluDataType Type), ushort[]> _tables = [];

    /// <summary>Result bits by argument bits.</summary>
    public ReadOnlySpan<ushort> Get(MluOpcode opcode, MluDataType type)
    {
        if (!_tables.TryGetValue((opcode, type), out var table))
        {
            table = new ushort[65536];
            for (var bits = 0; bits < table.Length; bits++)
            {
                table[bits] = (ushort)MluScalarFloat.FromDouble(MluFunctions.Evaluate(opcode, MluScalarFloat.ToDouble(bits, type)), type);
            }

            _tables.Add((opcode, type), table);
        }

        return table;
    }
}

namespace AccelSim.Isa.Simt;

/// <summary>Spellings of <see cref="SimtSpecialRegister"/>.</summary>
public static class SimtSpecialRegisters
{
    /// <summary>Names by number, with their percent sign.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "%tid.x", "%tid.y", "%tid.z", "%ntid.x", "%ntid.y", "%ntid.z", "%ctaid.x", "%ctaid.y", "%ctaid.z", "%nctaid.x", "%nctaid.y", "%nctaid.z",
        "%laneid", "%warpid", "%nwarpid", "%smid", "%clock", "%lanemask_lt",
    ];

    /// <summary>The number of a name; -1 where there is none.</summary>
    internal static int NumberOf(string name)
    {
        for (var i = 0; i < Names.Count; i++)
        {
            if (Names[i] == name)
            {
                return i;
            }
        }

        return -1;
    }
}

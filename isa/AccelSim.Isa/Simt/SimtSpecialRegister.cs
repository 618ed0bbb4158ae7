namespace AccelSim.Isa.Simt;

/// <summary>Read-only registers that say where a thread is. Names as in PTX.</summary>
public enum SimtSpecialRegister : byte
{
    TidX,
    TidY,
    TidZ,
    NtidX,
    NtidY,
    NtidZ,
    CtaidX,
    CtaidY,
    CtaidZ,
    NctaidX,
    NctaidY,
    NctaidZ,
    LaneId,
    WarpId,
    NwarpId,
    SmId,

    /// <summary>Cycles of the core clock, low 32 bits; 0 where no time is modelled.</summary>
    Clock,
    LanemaskLt,
}

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

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

namespace AccelSim.Machine.Simt;

/// <summary>Element types that tensor cores add up in.</summary>
public enum MmaAccumulator
{
    F16,
    F32,
    S32,
    F64,
}

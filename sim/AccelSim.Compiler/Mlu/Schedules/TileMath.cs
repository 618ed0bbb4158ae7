namespace AccelSim.Compiler.Mlu.Schedules;

/// <summary>Arithmetic of tiles and buffers.</summary>
internal static class TileMath
{
    /// <summary>a / b rounded up, for positive b.</summary>
    public static long CeilDiv(long a, long b) => (a + b - 1) / b;

    /// <summary>Bytes rounded up to whole vector groups, so that every buffer starts on one. [mlu-ops NFU_ALIGN_SIZE: 128 B]</summary>
    public static long Align(long bytes) => CeilDiv(bytes, 128) * 128;
}

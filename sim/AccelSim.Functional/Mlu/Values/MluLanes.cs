namespace AccelSim.Functional.Mlu;

/// <summary>Where the filters of a bank lie in WRAM: output channel c belongs to lane c mod 64. [mlu-ops kernels/kernel.h LT_NUM 64, WRAM_LT_STRIDE]</summary>
public static class MluLanes
{
    /// <summary>Lanes of the tensor unit.</summary>
    public const int Count = 64;

    /// <summary>Position of filter <paramref name="channel"/> of a bank of <paramref name="channels"/>, in filters from the start of the bank.</summary>
    public static long Slot(long channel, long channels) => (channel % Count * ((channels + Count - 1) / Count)) + (channel / Count);
}

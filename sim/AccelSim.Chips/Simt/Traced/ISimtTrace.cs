namespace AccelSim.Chips.Simt;

/// <summary>Says what the warps of a kernel executed, block by block as they are placed: what is in memory is what is on the chip.</summary>
public interface ISimtTrace
{
    /// <summary>Instructions of the kernel as far as blocks were read; never shrinks, and what is there does not change.</summary>
    IReadOnlyList<SimtTracedInstruction> Code { get; }

    /// <summary>Reads the next block. Asked for as many as the grid has.</summary>
    /// <exception cref="Exception">There is no further block, or it is damaged.</exception>
    void Read(SimtTracedBlock block);
}

namespace AccelSim.Machine;

/// <summary>What a controller refreshes at once.</summary>
public enum DramRefresh
{
    /// <summary>All banks of a rank (REFab), every tREFI: nothing else goes on in the rank for tRFC.</summary>
    AllBanks,

    /// <summary>One bank after the other (REFpb, REFsb), one every tREFIpb: the others go on.</summary>
    SingleBanks,
}

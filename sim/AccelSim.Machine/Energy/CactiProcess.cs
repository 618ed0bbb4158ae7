namespace AccelSim.Machine;

/// <summary>Processes for which there is a table of SRAM energies.</summary>
public enum CactiProcess
{
    Cacti22nm,
    Cacti32nm,
    Cacti45nm,
}

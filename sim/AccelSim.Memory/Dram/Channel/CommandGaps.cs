namespace AccelSim.Memory;

/// <summary>Ticks between starts of commands: nominal, plus what the first holds its bus beyond a tick, less what the second does.</summary>
internal sealed class CommandGaps
{
    public CommandGaps(DramDevice device)
    {
        var activate = device.ActivateSlots - 1;
        var precharge = device.PrechargeSlots - 1;
        var column = device.ColumnSlots - 1;
        ActivateToRead = device.ActivateToRead + activate - column;
        ActivateToWrite = device.ActivateToWrite + activate - column;
        ActivateToPrecharge = device.ActivateToPrecharge + activate - precharge;
        ActivateToRefresh = device.ActivateToActivate + activate - precharge;
        PrechargeToActivate = device.Precharge + precharge - activate;
        PrechargeAllToActivate = device.PrechargeAll + precharge - activate;
        RefreshToActivate = device.Refresh + precharge - activate;
        RefreshBankToActivate = device.RefreshBank + precharge - activate;
        RefreshBankToOther = device.RefreshBankToActivate + precharge - activate;
        RefreshBankHead = precharge - activate;
        ReadShort = Math.Max(device.BurstTicks, device.ReadShort);
        ReadLong = Math.Max(device.BurstTicks, device.ReadLong);
        WriteShort = Math.Max(device.BurstTicks, device.WriteShort);
        WriteLong = Math.Max(device.BurstTicks, device.WriteLong);
        WriteToReadShort = device.WriteTicks + device.WriteToReadShort;
        WriteToReadLong = device.WriteTicks + device.WriteToReadLong;
        ReadToPrecharge = device.ReadToPrecharge + column - precharge;
        WriteToPrecharge = device.WriteTicks + device.WriteRecovery + column - precharge;
        WriteToOtherRead = Math.Max(0, device.WriteTicks + device.OtherRank - device.BurstTicks - device.ReadLatency);
        ReadToOtherWrite = Math.Max(0, device.ReadTicks + device.OtherRank - device.BurstTicks - device.WriteLatency);
    }

    public int ActivateToRead { get; }

    public int ActivateToWrite { get; }

    public int ActivateToPrecharge { get; }

    public int ActivateToRefresh { get; }

    public int PrechargeToActivate { get; }

    public int PrechargeAllToActivate { get; }

    public int RefreshToActivate { get; }

    public int RefreshBankToActivate { get; }

    public int RefreshBankToOther { get; }

    public int RefreshBankHead { get; }

    public int ReadShort { get; }

    public int ReadLong { get; }

    public int WriteShort { get; }

    public int WriteLong { get; }

    public int WriteToReadShort { get; }

    public int WriteToReadLong { get; }

    public int ReadToPrecharge { get; }

    public int WriteToPrecharge { get; }

    public int WriteToOtherRead { get; }

    public int ReadToOtherWrite { get; }
}

namespace AccelSim.Memory;

/// <summary>Consecutive column accesses of one row of one bank: a row train; a single burst has one.</summary>
/// <param name="Bank">Bank of the channel.</param>
/// <param name="Row">Row.</param>
/// <param name="Column">First column, in bursts.</param>
/// <param name="Count">Bursts.</param>
/// <param name="Write">Write or read.</param>
/// <param name="Tag">Handed back when a read is done.</param>
public readonly record struct DramRequest(int Bank, long Row, int Column, int Count, bool Write, int Tag);

namespace AccelSim.Machine;

/// <summary>A configured record with rules between its own values, checked once all of them are bound.</summary>
public interface ICheckedRecord
{
    /// <summary>Reports every broken rule.</summary>
    /// <param name="report">Called with the key concerned (dotted, relative to this record; empty for the record) and the message.</param>
    void Check(Action<string, string> report);
}

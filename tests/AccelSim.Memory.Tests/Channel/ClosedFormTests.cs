using AccelSim.Machine;

namespace AccelSim.Memory.Tests.Channel;

/// <summary>Rates that follow from the timings alone, with refresh off.</summary>
public class ClosedFormTests
{
    /// <summary>Devices under the policy of the simulator their timings come from.</summary>
    public static TheoryData<string, DramScheduling> All() => new()
    {
        { "hbm2-128", DramScheduling.PerBankQueues },
        { "ddr4", DramScheduling.PerBankQueues },
        { "hbm2-pc", DramScheduling.ReadyFirst },
        { "hbm3", DramScheduling.ReadyFirst },
        { "ddr4", DramScheduling.ReadyFirst },
    };

    [Theory]
    [MemberData(nameof(All))]
    public void A_new_row_of_one_bank_every_tRC(string name, DramScheduling policy)
    {
        var device = Devices.Get(name, refresh: false);
        var period = device.RisingEdge ? (device.ActivateToActivate + 1) / 2 * 2 : device.ActivateToActivate;
        AssertRate(device, policy, DramPattern.RowConflict, 2000, 1.0 / period, 0.001);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Hits_of_one_bank_every_tCCD_L_and_a_row_change(string name, DramScheduling policy)
    {
        // tRTP + tRP + tRCD between the last read of a row and the first of the next.
        var device = Devices.Get(name, refresh: false);
        var holds = device.ActivateSlots - device.ColumnSlots;
        var change = Even(device, device.ReadToPrecharge + device.Precharge - holds) + Even(device, device.ActivateToRead + holds);
        var period = ((device.Columns - 1) * Math.Max(device.ReadLong, device.BurstTicks)) + change;
        AssertRate(device, policy, DramPattern.BankHit, 6400, (double)device.Columns / period, 0.001);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Reads_at_random_are_bound_by_activates_or_by_the_row_bus(string name, DramScheduling policy)
    {
        // HBM3 alternates precharges and activates over both edges of its clock: no closed form.
        var device = Devices.Get(name, refresh: false);
        Assert.SkipWhen(device.RisingEdge, "no closed form where precharges take the edges that activates leave");
        var activates = Math.Min(1.0 / device.ActivateShort, 4.0 / device.FourActivates) * device.PseudoChannels;
        var bus = device.TwoCommandBuses ? 1.0 / (device.ActivateSlots + device.PrechargeSlots) : 1.0;
        AssertRate(device, policy, DramPattern.Random, 40000, Math.Min(activates, bus), 0.04);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Consecutive_reads_fill_the_data_bus(string name, DramScheduling policy)
    {
        var device = Devices.Get(name, refresh: false);
        AssertRate(device, policy, DramPattern.Sequential, 40000, (double)device.PseudoChannels / device.BurstTicks, 0.006);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_lone_read_takes_its_commands_and_its_data(string name, DramScheduling policy)
    {
        var device = Devices.Get(name, refresh: false);
        var queue = policy == DramScheduling.PerBankQueues ? 1 : 0;
        var hit = queue + device.ReadTicks;
        var activate = device.ActivateSlots - device.ColumnSlots;
        var precharge = device.PrechargeSlots - device.ActivateSlots;
        AssertLone(DramPattern.BankHit, hit);
        AssertLone(DramPattern.FirstTouch, hit + Even(device, device.ActivateToRead + activate));
        AssertLone(
            DramPattern.RowConflict, hit + Even(device, device.Precharge + precharge) + Even(device, device.ActivateToRead + activate));

        // One that arrives on a falling edge waits for the next.
        void AssertLone(DramPattern pattern, long ticks) => Assert.InRange(Lone(pattern), ticks, ticks + (device.RisingEdge ? 1 : 0));

        long Lone(DramPattern pattern) => new DramLoad(device, Devices.Policy(policy), Devices.FineMap(device), 1)
            .OneByOne(new DramTraffic { Pattern = pattern }, pattern == DramPattern.FirstTouch ? 16 : 300).MedianLatency;
    }

    private static int Even(DramDevice device, int ticks) => device.RisingEdge ? (ticks + 1) / 2 * 2 : ticks;

    private static void AssertRate(DramDevice device, DramScheduling policy, DramPattern pattern, int requests, double expected, double tolerance)
    {
        // Between two lengths of the same stream, so that its beginning and its end do not count.
        var ticks = Ticks(3 * requests) - Ticks(requests);
        Assert.InRange(2.0 * requests / ticks / expected, 1 - tolerance, 1 + tolerance);

        long Ticks(int count) =>
            new DramLoad(device, Devices.Policy(policy), Devices.FineMap(device), 1).Saturate(new DramTraffic { Pattern = pattern }, count).Ticks;
    }
}

using AccelSim.Chips.Mlu;
using AccelSim.Engine;

namespace AccelSim.Chips.Tests.Mlu;

/// <summary>What the accounts of shared units say, by hand.</summary>
public class LedgerTests
{
    [Fact]
    public void Every_kind_of_shared_unit_has_an_account()
    {
        var device = new MluDevice(Bench.Chip("toy-mlu", "llc.caches=all", "network.clusterPort.combined=160 B/cycle"));
        var units = device.SettleLedgers().Select(ledger => ledger.Unit).ToList();
        Assert.Equal(units.Count, units.Distinct(StringComparer.Ordinal).Count());
        string[] expected =
        [
            "cluster 0 core 1 decode", "cluster 0 core 1 io", "cluster 1 memory core io", "cluster 0 SRAM bank 3", "cluster 1 port read",
            "cluster 1 port write", "cluster 1 port both", "LLC", "DRAM channel 1",
        ];
        Assert.All(expected, unit => Assert.Contains(unit, units));
        Assert.Contains("into die 1", new MluDevice(Bench.Chip("mlu370-x4")).SettleLedgers().Select(ledger => ledger.Unit));
    }

    [Theory]
    [InlineData("gdram2nram r1, r2", "read")]
    [InlineData("nram2gdram r2, r1", "write")]
    public void A_port_is_busy_for_its_bytes_and_only_in_its_direction(string copy, string direction)
    {
        // 32 KiB over a port of 16 B/cycle: 2048 cycles, in packets of 2 KiB that are whole multiples of the width.
        var chip = Bench.Chip("toy-mlu", "network.clusterPort.read=16 B/cycle", "network.clusterPort.write=16 B/cycle");
        var (device, _) = Bench.Run($".kernel k, block\nli r1, 0\nli r2, 65536\nli r3, 32768\nmemcpy.{copy}, r3\nhalt\n", chip);
        foreach (var way in (string[])["read", "write"])
        {
            Assert.Equal(way == direction ? Edge(device, 2048) : 0, Account(device, $"cluster 0 port {way}")[Cause.PortBandwidth]);
            Assert.Equal(0, Account(device, $"cluster 1 port {way}")[Cause.PortBandwidth]);
        }
    }

    [Fact]
    public void A_direction_stands_still_while_the_other_holds_the_wires_they_share()
    {
        // Both directions 16 B/cycle, together no more: 2 KiB take 128 cycles, so 2 x 32 KiB hold the shared wires for 4096 cycles. While
        // both streams run, each direction waits for the wires whenever the other has them.
        var chip = Bench.Chip(
            "toy-mlu", "network.clusterPort.read=16 B/cycle", "network.clusterPort.write=16 B/cycle", "network.clusterPort.combined=16 B/cycle");
        const string Text = """
            .kernel k, block
            mv.sreg r5, %taskid
            li r2, 65536
            li r3, 32768
            beq r5, r0, reader
            memcpy.nram2gdram r2, r0, r3
            halt
            reader:
            memcpy.gdram2nram r0, r0, r3
            halt
            """;

        // BLOCK tasks spread over the clusters first: tasks 0 and 2 share cluster 0. Task 1 of cluster 1 halts with its own store.
        var (device, _) = Bench.Run(Text, chip, dimX: 3);
        Assert.Equal(Edge(device, 4096), Account(device, "cluster 0 port both")[Cause.PortBandwidth]);
        Assert.Equal(Edge(device, 2048), Account(device, "cluster 0 port read")[Cause.PortBandwidth]);
        Assert.Equal(Edge(device, 2048), Account(device, "cluster 0 port write")[Cause.PortBandwidth]);
        Assert.True(Account(device, "cluster 0 port read")[Cause.InputWait] > Edge(device, 1000));
        Assert.Equal(0, Account(device, "cluster 1 port write")[Cause.InputWait]);
    }

    [Fact]
    public void Banks_are_busy_for_their_own_words_and_wait_for_the_fullest()
    {
        // toy-mlu: 4 banks of 64 B, so 64 B every 256 B are all in bank 0: 32 such segments keep it busy for 32 cycles. A packet is an eighth
        // of the 16 outstanding requests, here 2 segments; over all banks it would take 1 cycle, so the other banks stand still for the
        // second: 16 cycles in 16 packets.
        const string Text = "li r1, 0\nli r2, 64\nli r3, 256\nli r4, 32\nmemcpy2d.sram2nram r1, r1, r2, r2, r3, r4";
        var (device, _) = Bench.Run($".kernel k, union1\nmv.sreg r5, %coreid\nbne r5, r0, done\n{Text}\ndone:\nhalt\n", dimX: 2);
        Assert.Equal(Edge(device, 32), Account(device, "cluster 0 SRAM bank 0")[Cause.SramBandwidth]);
        Assert.Equal(0, Account(device, "cluster 0 SRAM bank 0")[Cause.SramConflict]);
        for (var bank = 1; bank < 4; bank++)
        {
            Assert.Equal(0, Account(device, $"cluster 0 SRAM bank {bank}")[Cause.SramBandwidth]);
            Assert.Equal(Edge(device, 16), Account(device, $"cluster 0 SRAM bank {bank}")[Cause.SramConflict]);
        }
    }

    private static Ledger Account(MluDevice device, string unit) => device.SettleLedgers().Single(ledger => ledger.Unit == unit);

    private static long Edge(MluDevice device, long cycles) => device.Clock.Edge(cycles);
}

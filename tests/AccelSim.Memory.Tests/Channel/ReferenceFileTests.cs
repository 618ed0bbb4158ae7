namespace AccelSim.Memory.Tests.Channel;

public class ReferenceFileTests
{
    [Theory]
    [InlineData("bg:2,ba:2,co:6,ro:16", "'co:6' names 64 of 128")]
    [InlineData("bg:2,ba:2,ro:16", "'co:7' is missing")]
    [InlineData("bg:2,bg:2,ba:2,co:7,ro:16", "'bg' is there twice")]
    [InlineData("bg:2,ba:two,co:7,ro:16", "'ba:two' is not a field")]
    [InlineData("bg:2,bank:2,co:7,ro:16", "'bank:2' is not a field")]
    public void A_map_covers_every_field_once(string map, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => new DramFieldMap(map, Devices.Get("ddr4"), 1)).Message, StringComparison.Ordinal);

    [Fact]
    public void All_that_is_wrong_with_a_map_is_said_at_once()
    {
        var message = Assert.Throws<FormatException>(() => new DramFieldMap("bg:3,co:7", Devices.Get("ddr4"), 1)).Message;
        Assert.Contains("bg:3", message, StringComparison.Ordinal);
        Assert.Contains("'ba:2' is missing", message, StringComparison.Ordinal);
        Assert.Contains("'ro:16' is missing", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"sim\": 3}")]
    [InlineData("{\"sim\": \"dramsim3\"}")]
    [InlineData("{\"sim\": \"dramsim3\", \"params\": {\"CL\": \"x\"}, \"ranks\": 1, \"tx_bytes\": 64, \"page_bytes_per_rank\": 1024, \"name\": \"a\"}")]
    [InlineData("{\"sim\": \"ramulator2.1\", \"timings\": {}, \"org\": {}, \"tick_multiplier\": 1, \"cls\": \"DDR4\"}")]
    public void What_is_no_configuration_is_refused_by_name(string text)
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.json");
        File.WriteAllText(path, text);
        try
        {
            Assert.Contains(path, Assert.Throws<FormatException>(() => DramReferenceFile.Load(path)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }
}

using AccelSim.Compiler.Simt.Products;

namespace AccelSim.Compiler.Simt;

/// <summary>Schedules of products as text, for those who keep them.</summary>
public static class ProductSchedules
{
    /// <summary>What is wrong with the text of a schedule; null where it is one.</summary>
    public static string? Problem(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            GemmSchedule.Parse(text);
            return null;
        }
        catch (FormatException problem)
        {
            return problem.Message;
        }
    }
}

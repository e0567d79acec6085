Attribute VB_Name = "Buttons"
Option Explicit

' Every button of ribbon.xml: run the function of hwit_xl.addin.buttons that its tag names.

Public Sub HwitPress(control As IRibbonControl)
    PressButton control.Tag
End Sub
